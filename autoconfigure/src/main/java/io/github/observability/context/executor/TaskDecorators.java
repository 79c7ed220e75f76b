package io.github.observability.context.executor;

import java.util.List;

import io.github.observability.FrameworkField;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/**
 * Reads the decorators of Spring's executors, which have setters but no getters.
 */
final class TaskDecorators {

	private static final List<FrameworkField> FIELDS = List.of(FrameworkField.THREAD_POOL_EXECUTOR_DECORATOR,
			FrameworkField.THREAD_POOL_SCHEDULER_DECORATOR, FrameworkField.SIMPLE_EXECUTOR_DECORATOR,
			FrameworkField.CONCURRENT_EXECUTOR_DECORATOR, FrameworkField.ADAPTER_DECORATOR);

	private TaskDecorators() {
	}

	static @Nullable TaskDecorator of(Object executor) {
		for (FrameworkField field : FIELDS) {
			if (field.isIn(executor)) {
				return field.read(executor, TaskDecorator.class);
			}
		}
		throw new IllegalStateException(executor.getClass().getName() + " takes no task decorator");
	}

	static boolean propagatesContext(@Nullable TaskDecorator decorator) {
		if (decorator instanceof CompositeTaskDecorator composite) {
			List<?> decorators = FrameworkField.COMPOSITE_DECORATORS.read(composite, List.class);
			return decorators != null
					&& decorators.stream().anyMatch((each) -> propagatesContext((TaskDecorator) each));
		}
		return decorator instanceof ContextPropagatingTaskDecorator || decorator instanceof ContextTaskDecorator
				|| decorator instanceof ScheduledTaskDecorator;
	}

}
