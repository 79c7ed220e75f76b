package io.github.observability.context.executor;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.observability.context.ContextAutoConfiguration;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class ExecutorContextAutoConfigurationTests {

	private static final String KEY = ExecutorContextAutoConfigurationTests.class.getName();

	private static final ThreadLocal<String> current = new ThreadLocal<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ContextAutoConfiguration.class, ExecutorContextAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class));

	@BeforeEach
	void start() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, current);
		current.set("mine");
	}

	@AfterEach
	void stop() {
		current.remove();
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
	}

	@Test
	void composesTheUsersDecorator() {
		AtomicInteger decorated = new AtomicInteger();
		this.runner.withBean(ThreadPoolTaskExecutor.class, () -> {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setTaskDecorator((task) -> {
				decorated.incrementAndGet();
				return task;
			});
			return executor;
		}).run((context) -> {
			assertThat(context.getBean(ThreadPoolTaskExecutor.class).submit(current::get).get()).isEqualTo("mine");
			assertThat(decorated).hasValue(1);
		});
	}

	@Test
	void carriesIntoExecutorsOfSpring() {
		this.runner.withBean("simple", SimpleAsyncTaskExecutor.class, () -> new SimpleAsyncTaskExecutor())
			.withBean("adapter", TaskExecutorAdapter.class,
					() -> new TaskExecutorAdapter(Executors.newSingleThreadExecutor()))
			.withBean("concurrent", ConcurrentTaskExecutor.class,
					() -> new ConcurrentTaskExecutor(Executors.newSingleThreadExecutor()))
			.run((context) -> {
				assertThat(context.getBean(SimpleAsyncTaskExecutor.class).submit(current::get).get()).isEqualTo("mine");
				assertThat(context.getBean(TaskExecutorAdapter.class).submit(current::get).get()).isEqualTo("mine");
				assertThat(context.getBean(ConcurrentTaskExecutor.class).submit(current::get).get()).isEqualTo("mine");
			});
	}

	@Test
	void decoratesSchedulersOfSpring() {
		this.runner.withBean("pool", ThreadPoolTaskScheduler.class, ThreadPoolTaskScheduler::new)
			.withBean("simple", SimpleAsyncTaskScheduler.class, SimpleAsyncTaskScheduler::new)
			.withBean("concurrent", ConcurrentTaskScheduler.class,
					() -> new ConcurrentTaskScheduler(Executors.newSingleThreadScheduledExecutor()))
			.run((context) -> {
				for (String name : new String[] { "pool", "simple", "concurrent" }) {
					assertThat(TaskDecorators.of(context.getBean(name))).as(name)
						.isInstanceOf(ScheduledTaskDecorator.class);
				}
			});
	}

	@Test
	void leavesWhatBootDecoratedAsItIs() {
		this.runner.withPropertyValues("spring.task.execution.propagate-context=true")
			.run((context) -> assertThat(TaskDecorators.of(context.getBean("applicationTaskExecutor")))
				.isInstanceOf(ContextPropagatingTaskDecorator.class));
	}

	@Test
	void schedulesOfBootBelongToNobody() {
		this.runner.withUserConfiguration(Scheduling.class)
			.withPropertyValues("spring.task.execution.propagate-context=true")
			.run((context) -> assertThat(TaskDecorators.of(context.getBean("taskScheduler")))
				.isInstanceOf(ScheduledTaskDecorator.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.context.enabled=false", "observability.context.executors.enabled=false",
			"spring.task.execution.propagate-context=false" })
	void leavesExecutorsAloneWhenDisabled(String property) {
		this.runner.withPropertyValues(property)
			.withBean(ExecutorService.class, () -> Executors.newSingleThreadExecutor())
			.withBean(ThreadPoolTaskExecutor.class, ThreadPoolTaskExecutor::new)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ExecutorContextPostProcessor.class);
				assertThat(context.getBean(ExecutorService.class).submit(current::get).get()).isNull();
				assertThat(context.getBean(ThreadPoolTaskExecutor.class).submit(current::get).get()).isNull();
			});
	}

	@Test
	void backsOffWithoutContextPropagation() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.context"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ExecutorContextAutoConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.tracing", "io.micrometer.core" })
	void worksWithout(String library) {
		this.runner.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ExecutorContextPostProcessor.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

		@Bean
		String nothing() {
			return "";
		}

	}

}
