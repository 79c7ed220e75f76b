package io.github.observability.context.executor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.observability.FrameworkField;
import io.github.observability.context.ContextAutoConfiguration;
import io.github.observability.testing.OutputLines;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.ForkJoinPoolFactoryBean;
import org.springframework.scheduling.concurrent.ScheduledExecutorFactoryBean;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolExecutorFactoryBean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.PeriodicTrigger;
import org.springframework.security.concurrent.DelegatingSecurityContextExecutor;
import org.springframework.security.concurrent.DelegatingSecurityContextExecutorService;
import org.springframework.security.concurrent.DelegatingSecurityContextScheduledExecutorService;
import org.springframework.security.scheduling.DelegatingSecurityContextTaskScheduler;
import org.springframework.security.task.DelegatingSecurityContextAsyncTaskExecutor;
import org.springframework.util.ErrorHandler;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
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

	@ParameterizedTest
	@MethodSource("wrapped")
	void propagatesWhateverWrapsWhat(ExecutorService executor) {
		this.runner.withBean("wrapped", ExecutorService.class, () -> executor)
			.run((context) -> assertThat(context.getBean(ExecutorService.class).submit(current::get).get())
				.isEqualTo("mine"));
	}

	static Stream<Named<ExecutorService>> wrapped() {
		return Stream.of(
				Named.of("unconfigurable", Executors.unconfigurableExecutorService(Executors.newFixedThreadPool(1))),
				Named.of("unconfigurable scheduled",
						Executors.unconfigurableScheduledExecutorService(Executors.newScheduledThreadPool(1))),
				Named.of("single", Executors.newSingleThreadExecutor()),
				Named.of("single scheduled", Executors.newSingleThreadScheduledExecutor()),
				Named.of("work stealing", Executors.newWorkStealingPool(1)),
				Named.of("security", new DelegatingSecurityContextExecutorService(Executors.newFixedThreadPool(1))),
				Named.of("security scheduled",
						new DelegatingSecurityContextScheduledExecutorService(Executors.newScheduledThreadPool(1))),
				Named.of("micrometer",
						ExecutorServiceMetrics.monitor(new SimpleMeterRegistry(), Executors.newFixedThreadPool(1),
								"t")),
				Named.of("micrometer scheduled",
						ExecutorServiceMetrics.monitor(new SimpleMeterRegistry(), Executors.newScheduledThreadPool(1),
								"t")),
				Named.of("context propagation of Micrometer", ContextExecutorService
					.wrap(Executors.newFixedThreadPool(1), ContextSnapshotFactory.builder().build())));
	}

	@Test
	void propagatesThroughWrappersThatAreNoServices() {
		this.runner
			.withBean("security", Executor.class,
					() -> new DelegatingSecurityContextExecutor(Executors.newFixedThreadPool(1)))
			.withBean("spring", AsyncTaskExecutor.class,
					() -> new DelegatingSecurityContextAsyncTaskExecutor(new SimpleAsyncTaskExecutor()))
			.run((context) -> {
				assertThat(
						CompletableFuture.supplyAsync(current::get, context.getBean("security", Executor.class)).get())
					.isEqualTo("mine");
				assertThat(context.getBean("spring", AsyncTaskExecutor.class).submitCompletable(current::get).get())
					.isEqualTo("mine");
			});
	}

	@Test
	void propagatesOnceThroughASchedulerThatIsNoExecutor() {
		ThreadPoolTaskScheduler pool = new ThreadPoolTaskScheduler();
		pool.initialize();
		this.runner.withBean("own", TaskScheduler.class, () -> new DelegatingSecurityContextTaskScheduler(pool))
			.run((context) -> {
				TaskScheduler scheduler = context.getBean("own", TaskScheduler.class);
				CompletableFuture<String> once = new CompletableFuture<>();
				scheduler.schedule(() -> once.complete("was " + current.get()), Instant.now());
				assertThat(once.get(10, TimeUnit.SECONDS)).isEqualTo("was mine");
				CompletableFuture<String> triggered = new CompletableFuture<>();
				scheduler.schedule(() -> triggered.complete("was " + current.get()),
						new PeriodicTrigger(Duration.ofMillis(1)));
				assertThat(triggered.get(10, TimeUnit.SECONDS)).isEqualTo("was null");
			});
		pool.shutdown();
	}

	@Test
	void namesAWrapperThatIsDeclaredByAClassWithFinalMethods(CapturedOutput output) {
		this.runner
			.withBean("wrapper", DelegatingSecurityContextExecutorService.class,
					() -> new DelegatingSecurityContextExecutorService(Executors.newFixedThreadPool(1)))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DelegatingSecurityContextExecutorService.class));
		assertThat(OutputLines.with(output, "Executor 'wrapper' of "
				+ DelegatingSecurityContextExecutorService.class.getName() + " does not propagate the context"))
			.hasSize(1);
	}

	@Test
	void propagatesToListenersOfAMulticasterWithAnExecutor() {
		this.runner.withBean("applicationEventMulticaster", SimpleApplicationEventMulticaster.class, () -> {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(new SimpleAsyncTaskExecutor("events-"));
			return multicaster;
		}).run((context) -> {
			CompletableFuture<String> listened = new CompletableFuture<>();
			context.getSourceApplicationContext().addApplicationListener((event) -> {
				if (event instanceof PayloadApplicationEvent<?>) {
					listened.complete(Thread.currentThread().getName().substring(0, 7) + current.get());
				}
			});
			context.publishEvent("ride");
			assertThat(listened.get(10, TimeUnit.SECONDS)).isEqualTo("events-mine");
		});
	}

	@Test
	void decoratesSchedulersOfSpring() {
		this.runner.withBean("pool", ThreadPoolTaskScheduler.class, ThreadPoolTaskScheduler::new)
			.withBean("simple", SimpleAsyncTaskScheduler.class, SimpleAsyncTaskScheduler::new)
			.run((context) -> {
				for (String name : new String[] { "pool", "simple" }) {
					assertThat(TaskDecorators.of(context.getBean(name))).as(name)
						.isInstanceOf(ScheduledTaskDecorator.class);
				}
			});
	}

	@Test
	void carriesOnceIntoASchedulerOnAnExecutorButNotAgainAndAgain() {
		this.runner
			.withBean(ConcurrentTaskScheduler.class,
					() -> new ConcurrentTaskScheduler(Executors.newSingleThreadScheduledExecutor()))
			.run((context) -> {
				ConcurrentTaskScheduler scheduler = context.getBean(ConcurrentTaskScheduler.class);
				assertThat(scheduler.submit(current::get).get(10, TimeUnit.SECONDS)).isEqualTo("mine");
				assertThat(seenBy((task) -> scheduler.schedule(task, Instant.now()))).isEqualTo("saw mine");
				Duration period = Duration.ofMillis(1);
				assertThat(seenBy((task) -> scheduler.scheduleAtFixedRate(task, period))).isEqualTo("saw null");
				assertThat(seenBy((task) -> scheduler.scheduleWithFixedDelay(task, period))).isEqualTo("saw null");
				assertThat(seenBy((task) -> scheduler.schedule(task, new PeriodicTrigger(period))))
					.isEqualTo("saw null");
			});
	}

	@Test
	void runsOfATriggerBelongToNobodyWhateverTheRunBeforeLeft() {
		this.runner.withBean(ThreadPoolTaskScheduler.class, ThreadPoolTaskScheduler::new).run((context) -> {
			ThreadPoolTaskScheduler scheduler = context.getBean(ThreadPoolTaskScheduler.class);
			BlockingQueue<String> seen = new LinkedBlockingQueue<>();
			Future<?> triggered = scheduler.schedule(() -> {
				seen.add("saw " + current.get());
				current.set("left");
			}, new PeriodicTrigger(Duration.ofMillis(1)));
			for (int run = 0; run < 3; run++) {
				assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("saw null");
			}
			triggered.cancel(false);
		});
	}

	@Test
	void carriesIntoWhatARunOfATriggerSchedulesOnce() {
		this.runner.withBean(ThreadPoolTaskScheduler.class, ThreadPoolTaskScheduler::new).run((context) -> {
			ThreadPoolTaskScheduler scheduler = context.getBean(ThreadPoolTaskScheduler.class);
			assertThat(seenBy((task) -> scheduler.schedule(task, Instant.now()))).isEqualTo("saw mine");
			assertThat(seenBy((task) -> scheduler.schedule(() -> {
				current.set("the run's");
				scheduler.schedule(task, Instant.now());
			}, new PeriodicTrigger(Duration.ofMillis(1))))).isEqualTo("saw the run's");
		});
	}

	private static String seenBy(Function<Runnable, Future<?>> scheduler) throws Exception {
		CompletableFuture<String> seen = new CompletableFuture<>();
		Future<?> scheduled = scheduler.apply(() -> seen.complete("saw " + current.get()));
		try {
			return seen.get(10, TimeUnit.SECONDS);
		}
		finally {
			scheduled.cancel(false);
		}
	}

	@Test
	void carriesIntoWhatSpringsFactoryBeansMake() {
		this.runner.withBean("pool", ThreadPoolExecutorFactoryBean.class, ThreadPoolExecutorFactoryBean::new)
			.withBean("scheduled", ScheduledExecutorFactoryBean.class, ScheduledExecutorFactoryBean::new)
			.withBean("forkJoin", ForkJoinPoolFactoryBean.class, ForkJoinPoolFactoryBean::new)
			.run((context) -> {
				for (String name : new String[] { "pool", "scheduled", "forkJoin" }) {
					ExecutorService executor = context.getBean(name, ExecutorService.class);
					assertThat(executor.submit(current::get).get()).as(name).isEqualTo("mine");
				}
			});
	}

	@Test
	void leavesAPoolOfSpringAloneThatComparesTasks() {
		List<String> order = Collections.synchronizedList(new ArrayList<>());
		this.runner.withBean(ThreadPoolTaskExecutor.class, OrderedPool::new).run((context) -> {
			ThreadPoolTaskExecutor executor = context.getBean(ThreadPoolTaskExecutor.class);
			CompletableFuture<Void> blocked = new CompletableFuture<>();
			executor.execute(new Ordered("first", blocked::join));
			executor.execute(new Ordered("c", () -> order.add("c")));
			executor.execute(new Ordered("b", () -> order.add("b")));
			blocked.complete(null);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(order).containsExactly("b", "c"));
		});
	}

	@Test
	void carriesIntoTheExecutorThatAnAsyncConfigurerMakes() {
		this.runner.withUserConfiguration(Asynchronous.class)
			.withBean(OwnConfigurer.class, OwnConfigurer::new)
			.run((context) -> assertThat(context.getBean(Methods.class).call().get(10, TimeUnit.SECONDS))
				.isEqualTo("mine in own"));
	}

	@Test
	void carriesIntoTheExecutorThatSpringMakesWhereItCannotChoose() {
		this.runner.withUserConfiguration(Asynchronous.class)
			.withBean("one", ThreadPoolTaskExecutor.class, ThreadPoolTaskExecutor::new)
			.withBean("two", ThreadPoolTaskExecutor.class, ThreadPoolTaskExecutor::new)
			.run((context) -> assertThat(context.getBean(Methods.class).call().get(10, TimeUnit.SECONDS))
				.isEqualTo("mine in SimpleAsyncTaskExecutor"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.context.executors.enabled=false",
			"spring.task.execution.propagate-context=false" })
	void leavesExecutorsThatAreNoBeansAloneWhenDisabled(String property) {
		this.runner.withPropertyValues(property)
			.withUserConfiguration(Asynchronous.class)
			.withBean(OwnConfigurer.class, OwnConfigurer::new)
			.run((context) -> assertThat(context.getBean(Methods.class).call().get(10, TimeUnit.SECONDS))
				.isEqualTo("null in own"));
	}

	@Test
	void carriesIntoTheExecutorThatSpringMvcHasForItself() {
		this.runner.withBean(RequestMappingHandlerAdapter.class, RequestMappingHandlerAdapter::new).run((context) -> {
			AsyncTaskExecutor executor = FrameworkField.MVC_EXECUTOR
				.read(context.getBean(RequestMappingHandlerAdapter.class), AsyncTaskExecutor.class);
			assertThat(executor.submit(current::get).get(10, TimeUnit.SECONDS)).isEqualTo("mine");
		});
	}

	@Test
	void handlesErrorsOfASchedulerAsSpringDoes(CapturedOutput output) {
		this.runner.withBean(SimpleAsyncTaskScheduler.class, SimpleAsyncTaskScheduler::new).run((context) -> {
			SimpleAsyncTaskScheduler scheduler = context.getBean(SimpleAsyncTaskScheduler.class);
			Callable<String> failing = () -> {
				throw new UnsupportedOperationException("waited for");
			};
			assertThat(scheduler.submit(failing)).failsWithin(Duration.ofSeconds(10))
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(UnsupportedOperationException.class);
			scheduler.schedule(() -> {
				throw new UnsupportedOperationException("logged");
			}, Instant.now());
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> output.getOut().contains("UnsupportedOperationException: logged"));
		});
	}

	@Test
	void logsWhatIsScheduledAndDoesNotThrowItOn() {
		AtomicInteger thrown = new AtomicInteger();
		ErrorHandler handler = new ScheduledErrorHandler(null);
		ScheduledRun.of(() -> handler.handleError(new UnsupportedOperationException("logged")), true).run();
		try {
			ScheduledRun.of(() -> handler.handleError(new UnsupportedOperationException("thrown")), false).run();
		}
		catch (UnsupportedOperationException ex) {
			thrown.incrementAndGet();
		}
		assertThat(thrown).hasValue(1);
	}

	@Test
	void keepsTheErrorHandlerOfAScheduler() {
		List<Throwable> handled = Collections.synchronizedList(new ArrayList<>());
		this.runner.withBean(SimpleAsyncTaskScheduler.class, () -> {
			SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
			scheduler.setErrorHandler(handled::add);
			return scheduler;
		}).run((context) -> {
			context.getBean(SimpleAsyncTaskScheduler.class).schedule(() -> {
				throw new UnsupportedOperationException("handled");
			}, Instant.now());
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> handled.size() == 1);
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

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Asynchronous {

		@Bean
		Methods methods() {
			return new Methods();
		}

	}

	static class Methods {

		@Async
		CompletableFuture<String> call() {
			String thread = Thread.currentThread().getName();
			return CompletableFuture
				.completedFuture(current.get() + " in " + thread.substring(0, thread.lastIndexOf('-')));
		}

	}

	static class OwnConfigurer implements AsyncConfigurer {

		@Override
		public Executor getAsyncExecutor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setThreadNamePrefix("own-");
			executor.setDaemon(true);
			executor.initialize();
			return executor;
		}

	}

	static class OrderedPool extends ThreadPoolTaskExecutor {

		@Override
		protected BlockingQueue<Runnable> createQueue(int queueCapacity) {
			return new PriorityBlockingQueue<>();
		}

	}

	private record Ordered(String name, Runnable task) implements Runnable, Comparable<Ordered> {

		@Override
		public void run() {
			this.task.run();
		}

		@Override
		public int compareTo(Ordered other) {
			return this.name.compareTo(other.name);
		}

	}

}
