package io.github.observability.context.executor;

import java.lang.reflect.Field;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.util.ReflectionUtils;

/**
 * Reads what Spring's executors were given: they have setters, but no getters.
 */
final class TaskDecorators {

	private TaskDecorators() {
	}

	static @Nullable TaskDecorator of(Object executor) {
		return (TaskDecorator) read(executor, "taskDecorator");
	}

	static boolean carriesContext(@Nullable TaskDecorator decorator) {
		if (decorator instanceof CompositeTaskDecorator composite) {
			List<?> decorators = (List<?>) read(composite, "taskDecorators");
			return decorators != null && decorators.stream().anyMatch((each) -> carriesContext((TaskDecorator) each));
		}
		return decorator instanceof ContextPropagatingTaskDecorator || decorator instanceof ContextTaskDecorator
				|| decorator instanceof ScheduledTaskDecorator;
	}

	static @Nullable Object read(Object target, String name) {
		Field field = ReflectionUtils.findField(target.getClass(), name);
		if (field == null) {
			throw new IllegalStateException("%s has no field '%s'".formatted(target.getClass().getName(), name));
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, target);
	}

}
