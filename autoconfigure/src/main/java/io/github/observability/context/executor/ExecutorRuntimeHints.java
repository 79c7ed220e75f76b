package io.github.observability.context.executor;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * {@link RuntimeHintsRegistrar} for the fields of Spring's executors that are read.
 */
final class ExecutorRuntimeHints implements RuntimeHintsRegistrar {

	private static final String DECORATOR = "taskDecorator";

	private static final Map<String, List<String>> FIELDS = Map.ofEntries(
			Map.entry("org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor",
					List.of(DECORATOR, "threadPoolExecutor")),
			Map.entry("org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler", List.of(DECORATOR)),
			Map.entry("org.springframework.scheduling.concurrent.ConcurrentTaskExecutor", List.of(DECORATOR)),
			Map.entry("org.springframework.scheduling.concurrent.ConcurrentTaskScheduler",
					List.of("scheduledExecutor")),
			Map.entry("org.springframework.core.task.SimpleAsyncTaskExecutor", List.of(DECORATOR)),
			Map.entry("org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler", List.of("errorHandler")),
			Map.entry("org.springframework.scheduling.support.DelegatingErrorHandlingRunnable",
					List.of("errorHandler")),
			Map.entry("org.springframework.core.task.support.CompositeTaskDecorator", List.of("taskDecorators")),
			Map.entry("org.springframework.core.task.support.TaskExecutorAdapter",
					List.of(DECORATOR, "concurrentExecutor")),
			Map.entry("org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter",
					List.of("taskExecutor")),
			Map.entry("org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor",
					List.of("executor", "exceptionHandler")));

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		FIELDS.forEach((type, fields) -> hints.reflection()
			.registerType(TypeReference.of(type), (hint) -> fields.forEach(hint::withField)));
	}

}
