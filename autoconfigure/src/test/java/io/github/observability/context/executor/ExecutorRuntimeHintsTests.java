package io.github.observability.context.executor;

import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.DelegatingErrorHandlingRunnable;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;

class ExecutorRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@ParameterizedTest
	@MethodSource("fields")
	void coversFieldsThatAreRead(Field field) {
		new ExecutorRuntimeHints().registerHints(this.hints, Executor.class.getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(field)).accepts(this.hints);
	}

	static Stream<Field> fields() {
		return Stream.of(field(ThreadPoolTaskExecutor.class, "taskDecorator"),
				field(ThreadPoolTaskScheduler.class, "taskDecorator"),
				field(ConcurrentTaskScheduler.class, "taskDecorator"),
				field(ConcurrentTaskScheduler.class, "scheduledExecutor"),
				field(SimpleAsyncTaskExecutor.class, "taskDecorator"),
				field(SimpleAsyncTaskScheduler.class, "taskDecorator"),
				field(SimpleAsyncTaskScheduler.class, "errorHandler"),
				field(ThreadPoolTaskExecutor.class, "threadPoolExecutor"),
				field(DelegatingErrorHandlingRunnable.class, "errorHandler"),
				field(RequestMappingHandlerAdapter.class, "taskExecutor"),
				field(TaskExecutorAdapter.class, "taskDecorator"),
				field(TaskExecutorAdapter.class, "concurrentExecutor"),
				field(CompositeTaskDecorator.class, "taskDecorators"),
				field(AsyncAnnotationBeanPostProcessor.class, "executor"),
				field(AsyncAnnotationBeanPostProcessor.class, "exceptionHandler"));
	}

	private static Field field(Class<?> type, String name) {
		Field field = ReflectionUtils.findField(type, name);
		assertThat(field).isNotNull();
		return field;
	}

}
