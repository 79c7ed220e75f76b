package io.github.observability.context.executor;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.context.ContextRegistry;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.OverridingClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

@ExtendWith(OutputCaptureExtension.class)
class ContextPropagatingExecutorsTests {

	private static final String KEY = ContextPropagatingExecutorsTests.class.getName();

	private static final ThreadLocal<String> current = new ThreadLocal<>();

	private final Callable<String> task = current::get;

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

	private static <T> T of(T executor, String name) {
		return ContextPropagatingExecutors.of(executor, name, executor.getClass());
	}

	@Test
	void aPoolKeepsItsClassAndItsState() throws Exception {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 3, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		ThreadPoolExecutor standIn = of(pool, "pool");
		assertThat(standIn).isNotSameAs(pool);
		assertThat(standIn.getMaximumPoolSize()).isEqualTo(3);
		standIn.setMaximumPoolSize(5);
		assertThat(pool.getMaximumPoolSize()).isEqualTo(5);
		assertThat(standIn.submit(this.task).get()).isEqualTo("mine");
		assertThat(standIn.invokeAll(List.of(this.task, this.task))).extracting(Future::get)
			.containsExactly("mine", "mine");
		assertThat(standIn.invokeAny(List.of(this.task))).isEqualTo("mine");
		assertThat(CompletableFuture.supplyAsync(current::get, standIn).get()).isEqualTo("mine");
		assertThat(pool.submit(this.task).get()).isNull();
		assertThat(standIn).isEqualTo(standIn).isNotEqualTo(pool).hasToString(pool.toString());
		standIn.shutdown();
		assertThat(pool.isShutdown()).isTrue();
	}

	@Test
	void aCancelledTaskCanBePurged() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(0, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		ThreadPoolExecutor standIn = of(pool, "pool");
		CompletableFuture<Void> blocked = new CompletableFuture<>();
		standIn.execute(blocked::join);
		standIn.submit(this.task).cancel(false);
		standIn.purge();
		// The one that blocks may still be on its way to its thread.
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> pool.getQueue().isEmpty());
		blocked.complete(null);
		standIn.shutdown();
	}

	@Test
	void callsAMethodOfThePoolsOwnWithANameOfASchedulers() {
		SchedulingPool pool = new SchedulingPool();
		SchedulingPool standIn = of(pool, "pool");
		standIn.schedule(() -> {
		});
		assertThat(standIn.submit()).isNull();
		standIn.shutdown();
	}

	@ParameterizedTest
	@MethodSource("queues")
	void aTaskThatWaitsCanBeRemoved(BlockingQueue<Runnable> queue) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, queue);
		ThreadPoolExecutor standIn = of(pool, "pool");
		CompletableFuture<Void> blocked = new CompletableFuture<>();
		AtomicInteger runs = new AtomicInteger();
		Runnable task = runs::incrementAndGet;
		Runnable another = runs::incrementAndGet;
		standIn.execute(blocked::join);
		standIn.execute(task);
		standIn.execute(another);
		assertThat(standIn.remove(task)).isTrue();
		assertThat(standIn.remove(task)).isFalse();
		assertThat(pool.getQueue()).hasSize(1);
		blocked.complete(null);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> pool.getCompletedTaskCount() == 2);
		assertThat(runs).hasValue(1);
		standIn.shutdown();
	}

	static Stream<BlockingQueue<Runnable>> queues() {
		return Stream.of(new LinkedBlockingQueue<>(), new ArrayBlockingQueue<>(5), new LinkedBlockingDeque<>(),
				new LinkedTransferQueue<>());
	}

	@Test
	void carriesIntoAForkJoinPool() throws Exception {
		ForkJoinPool pool = new ForkJoinPool(1);
		ForkJoinPool standIn = of(pool, "pool");
		assertThat(standIn.submit(this.task).get()).isEqualTo("mine");
		assertThat(standIn.invoke(new Forked())).isEqualTo("mine");
		assertThat(standIn.submit(new Forked()).get()).isEqualTo("mine");
		assertThat(CompletableFuture.supplyAsync(current::get, standIn).get()).isEqualTo("mine");
		assertThat(standIn.getParallelism()).isEqualTo(1);
		assertThat(CompletableFuture.supplyAsync(current::get, pool).get()).isNull();
		standIn.shutdown();
		assertThat(pool.isShutdown()).isTrue();
	}

	@Test
	void carriesOnceButNotPeriodically() throws Exception {
		for (ScheduledExecutorService pool : List.of(new ScheduledThreadPoolExecutor(1),
				Executors.newSingleThreadScheduledExecutor())) {
			ScheduledExecutorService standIn = of(pool, "pool");
			assertThat(standIn.schedule(this.task, 1, TimeUnit.MILLISECONDS).get()).isEqualTo("mine");
			CompletableFuture<String> periodic = new CompletableFuture<>();
			standIn.scheduleWithFixedDelay(() -> periodic.complete("was " + current.get()), 1, 1,
					TimeUnit.MILLISECONDS);
			assertThat(periodic.get(10, TimeUnit.SECONDS)).isEqualTo("was null");
			standIn.shutdownNow();
		}
	}

	@Test
	void carriesIntoASubclassOfTheUsers() throws Exception {
		OwnPool pool = new OwnPool();
		OwnPool standIn = of(pool, "pool");
		assertThat(standIn.submit(this.task).get()).isEqualTo("mine");
		assertThat(standIn.name()).isEqualTo("own");
		standIn.shutdown();
		ExecutorService anonymous = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {

		};
		assertThat(of(anonymous, "anonymous").submit(this.task).get()).isEqualTo("mine");
		anonymous.shutdown();
	}

	@Test
	void leavesAFinalClassAloneAndSaysSo(CapturedOutput output) {
		FinalPool pool = new FinalPool();
		assertThat(of(pool, "last")).isSameAs(pool);
		assertThat(output)
			.contains("Executor 'last' of " + FinalPool.class.getName() + " does not propagate the context");
		pool.shutdown();
	}

	@Test
	void carriesIntoWhatHasNoPublicClass() throws Exception {
		ExecutorService pool = Executors.newSingleThreadExecutor();
		ExecutorService standIn = of(pool, "pool");
		assertThat(standIn.submit(this.task).get()).isEqualTo("mine");
		assertThat(standIn).isEqualTo(standIn);
		assertThat(standIn.hashCode()).isEqualTo(standIn.hashCode());
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> {
			standIn.shutdown();
			standIn.submit(this.task);
		});
	}

	@Test
	void leavesEventLoopsAlone(CapturedOutput output) {
		DefaultEventExecutorGroup loops = new DefaultEventExecutorGroup(1);
		assertThat(of(loops, "loops")).isSameAs(loops);
		assertThat(ContextPropagatingExecutors.of(loops, "loops", ExecutorService.class)).isSameAs(loops);
		assertThat(output).doesNotContain("loops");
		loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
	}

	@Test
	void aClassOfTheUsersKeepsIt() throws Exception {
		OwnExecutor own = new OwnExecutor();
		OwnExecutor standIn = of(own, "own");
		assertThat(standIn).isNotSameAs(own).isEqualTo(standIn).isNotEqualTo(own);
		assertThat(standIn.hashCode()).isEqualTo(System.identityHashCode(standIn));
		assertThat(CompletableFuture.supplyAsync(current::get, standIn).get()).isEqualTo("mine");
		assertThat(standIn.executed()).isEqualTo(1);
	}

	@Test
	void aFinalClassIsStoodInForByItsInterfacesWhereItIsNotNeeded() throws Exception {
		FinalPool pool = new FinalPool();
		ExecutorService standIn = ContextPropagatingExecutors.<ExecutorService>of(pool, "last", ExecutorService.class);
		assertThat(standIn).isNotInstanceOf(FinalPool.class);
		assertThat(standIn.submit(this.task).get()).isEqualTo("mine");
		standIn.shutdown();
		assertThat(pool.isShutdown()).isTrue();
	}

	@Test
	void aPrivateClassIsStoodInFor(CapturedOutput output) throws Exception {
		Executor standIn = ContextPropagatingExecutors.<Executor>of(new PrivateExecutor(), "private", Executor.class);
		assertThat(CompletableFuture.supplyAsync(current::get, standIn).get()).isEqualTo("mine");
		assertThat(output).doesNotContain("does not propagate");
	}

	@Test
	void namesAClassThatLiesAboutItsInterfaces(CapturedOutput output) throws Exception {
		ClassLoader users = new UsersClassLoader();
		// Of an interface that another class loader has under the same name.
		Class<?> type = users.loadClass(UsersExecutors.class.getName() + "$Final");
		Constructor<?> constructor = type.getDeclaredConstructor();
		constructor.setAccessible(true);
		Executor executor = (Executor) constructor.newInstance();
		assertThat(ContextPropagatingExecutors.of(executor, "liar", type)).isSameAs(executor);
		assertThat(output).contains("Executor 'liar' of " + type.getName() + " does not propagate the context");
		ScheduledExecutorService unsupported = mock(ScheduledExecutorService.class,
				withSettings().defaultAnswer((call) -> {
					throw new UnsupportedOperationException();
				}));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> ContextPropagatingExecutors.of(unsupported, "mock", ScheduledExecutorService.class)
				.submit(this.task));
	}

	@Test
	void wrapsOnce() {
		Executor once = of(new ForkJoinPool(1), "pool");
		assertThat(of(once, "pool")).isSameAs(once);
		Executor lambda = of((Executor) Runnable::run, "lambda");
		assertThat(of(lambda, "lambda")).isSameAs(lambda);
	}

	@Test
	void returnsTheForkedTaskItself() throws Exception {
		ForkJoinPool pool = new ForkJoinPool(1);
		ForkJoinPool standIn = of(pool, "pool");
		Forked forked = new Forked();
		assertThat(standIn.submit(forked)).isSameAs(forked);
		assertThat(forked.get(10, TimeUnit.SECONDS)).isEqualTo("mine");
		standIn.shutdown();
	}

	@ParameterizedTest
	@MethodSource("comparingQueues")
	void leavesAPoolAloneThatComparesTasksAndSaysSo(BlockingQueue<Runnable> queue, CapturedOutput output)
			throws Exception {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(0, 1, 0, TimeUnit.SECONDS, queue);
		Executor carrying = of(pool, "ordered");
		assertThat(carrying).isSameAs(pool);
		assertThat(output).contains("Executor 'ordered' does not propagate the context").contains("PropagatedContext");
		pool.shutdown();
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	static Stream<BlockingQueue<Runnable>> comparingQueues() {
		return Stream.of(new PriorityBlockingQueue<>(), (BlockingQueue) new DelayQueue<>());
	}

	@Test
	void callsWhatIsNotPublicOnThePoolItself() throws Exception {
		OwnPool pool = new OwnPool();
		OwnPool standIn = of(pool, "pool");
		standIn.submit(this.task).get();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> standIn.done() == 1);
		assertThat(new ExecutorCompletionService<String>(standIn).submit(this.task).get()).isEqualTo("mine");
		standIn.shutdown();
	}

	@Test
	void leavesAClassAloneWhoseMethodsCannotBeOverridden(CapturedOutput output) {
		FinalMethodPool pool = new FinalMethodPool();
		assertThat(of(pool, "sealed")).isSameAs(pool);
		assertThat(output).contains("Executor 'sealed' of " + FinalMethodPool.class.getName());
		pool.shutdown();
	}

	/**
	 * As with devtools, whose loader has the classes of the application alone.
	 */
	@Test
	void carriesIntoALambdaOfAnotherClassLoader() throws Exception {
		ClassLoader users = new UsersClassLoader();
		Class<?> type = users.loadClass(UsersExecutors.class.getName());
		Method make = type.getDeclaredMethod("make");
		make.setAccessible(true);
		Executor executor = (Executor) make.invoke(null);
		assertThat(executor.getClass().getClassLoader()).isSameAs(users);
		Executor standIn = of(executor, "lambda");
		assertThat(standIn).isNotSameAs(executor).isInstanceOf(ContextPropagatingExecutors.ContextPropagating.class);
		assertThat(CompletableFuture.supplyAsync(current::get, standIn).get()).isEqualTo("mine");
	}

	/** Makes executors of an interface of the user's own. */
	static class UsersExecutors {

		static Executor make() {
			return (Own) (task) -> new Thread(task).start();
		}

		interface Own extends Executor {

		}

		static final class Final implements Own {

			@Override
			public void execute(Runnable command) {
				command.run();
			}

		}

	}

	private static final class UsersClassLoader extends OverridingClassLoader {

		UsersClassLoader() {
			super(ContextPropagatingExecutorsTests.class.getClassLoader());
		}

		@Override
		protected boolean isEligibleForOverriding(String className) {
			return className.startsWith(UsersExecutors.class.getName());
		}

	}

	static class FinalMethodPool extends ThreadPoolExecutor {

		FinalMethodPool() {
			super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		}

		final String name() {
			return "own";
		}

	}

	private static final class Forked extends RecursiveTask<String> {

		@Override
		protected String compute() {
			return current.get();
		}

	}

	static class OwnPool extends ThreadPoolExecutor {

		private final AtomicInteger done = new AtomicInteger();

		OwnPool() {
			super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		}

		@Override
		protected void afterExecute(Runnable task, Throwable failure) {
			this.done.incrementAndGet();
		}

		int done() {
			return this.done.get();
		}

		String name() {
			return "own";
		}

	}

	static final class FinalPool extends ThreadPoolExecutor {

		FinalPool() {
			super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		}

	}

	static class OwnExecutor implements Executor {

		private final AtomicInteger executed = new AtomicInteger();

		@Override
		public void execute(Runnable command) {
			this.executed.incrementAndGet();
			new Thread(command).start();
		}

		int executed() {
			return this.executed.get();
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof OwnExecutor own && this.executed.get() == own.executed.get();
		}

		@Override
		public int hashCode() {
			return this.executed.get();
		}

	}

	private static final class PrivateExecutor implements Executor {

		@Override
		public void execute(Runnable command) {
			new Thread(command).start();
		}

	}

	/** Its methods share only their names with those that take a task. */
	public static class SchedulingPool extends ThreadPoolExecutor {

		SchedulingPool() {
			super(0, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		}

		public void schedule(Runnable task) {
			execute(task);
		}

		public @Nullable ForkJoinTask<?> submit() {
			return null;
		}

	}

}
