package io.github.observability.saturation.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.observability.saturation.Readings;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.saturation.SaturationReadings;
import io.github.observability.testing.OutputLines;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.security.concurrent.DelegatingSecurityContextExecutorService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class ExecutorSourceTests {

	private static final String POOL = "executor.pool";

	private final PoolBeans beans = new PoolBeans();

	private final ExecutorSource source = new ExecutorSource(this.beans);

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<Runnable> toClose = new ArrayList<>();

	@AfterEach
	void close() {
		this.release.countDown();
		this.toClose.forEach(Runnable::run);
	}

	@Test
	void readsThreadsAndQueue() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 2, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(4));
		this.toClose.add(pool::shutdownNow);
		note(pool);
		assertThat(Readings.uses(read())).containsEntry(POOL, new ResourceUse(POOL, 0.0, 0.0, null))
			.containsEntry(POOL + ".queue", new ResourceUse(POOL + ".queue", 0.0, 0.0, null));
		block(pool, 5, 1);
		assertThat(Readings.uses(read())).containsEntry(POOL, new ResourceUse(POOL, 0.5, 4.0, null))
			.containsEntry(POOL + ".queue", new ResourceUse(POOL + ".queue", 1.0, 4.0, null));
		block(pool, 1, 1);
		assertThat(Readings.utilization(read(), POOL)).isEqualTo(1);
	}

	@Test
	void takesTheCoreForTheLimitOfAnUnboundedQueue() {
		ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
		pool.setCorePoolSize(2);
		note(pool);
		assertThat(Readings.uses(read())).isEmpty();
		pool.initialize();
		this.toClose.add(pool::shutdown);
		block(pool, 3, 2);
		assertThat(Readings.uses(read())).containsOnly(Map.entry(POOL, new ResourceUse(POOL, 1.0, 1.0, null)));
		pool.getThreadPoolExecutor().shutdownNow();
		assertThat(Readings.uses(read())).isEmpty();
	}

	@Test
	void takesOneThreadForTheLimitOfAnUnboundedQueueWithoutACore() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(0, 8, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
		this.toClose.add(pool::shutdownNow);
		note(pool);
		block(pool, 3, 1);
		assertThat(Readings.uses(read())).containsOnly(Map.entry(POOL, new ResourceUse(POOL, 1.0, 2.0, null)));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void takesTheCoreForTheLimitWhileTasksComeAndGo(boolean come) {
		LinkedBlockingQueue<Runnable> busy = new LinkedBlockingQueue<>() {

			@Override
			public int remainingCapacity() {
				return super.remainingCapacity() + (come ? -1 : 1) * 3;
			}

		};
		busy.addAll(List.of(() -> {
		}, () -> {
		}, () -> {
		}, () -> {
		}));
		ThreadPoolExecutor pool = new ThreadPoolExecutor(2, 8, 1, TimeUnit.MINUTES, busy);
		this.toClose.add(pool::shutdownNow);
		note(pool);
		assertThat(Readings.uses(read())).containsOnly(Map.entry(POOL, new ResourceUse(POOL, 0.0, 4.0, null)));
		block(pool, 1, 1);
		assertThat(Readings.utilization(read(), POOL)).isEqualTo(0.5);
	}

	@Test
	void readsThePoolThatOthersWrap() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(2, 2, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
		this.toClose.add(pool::shutdownNow);
		block(pool, 1, 1);
		ExecutorService timed = ExecutorServiceMetrics.monitor(new SimpleMeterRegistry(), pool, "timed");
		for (Executor wrapper : List.of(new DelegatingSecurityContextExecutorService(pool), timed,
				new DelegatingSecurityContextExecutorService(timed), new TaskExecutorAdapter(pool))) {
			this.beans.postProcessBeforeInitialization(wrapper, "pool");
			assertThat(Readings.utilization(read(), POOL)).as(wrapper.getClass().getName()).isEqualTo(0.5);
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void namesAWrapperOnceThatHidesItsPool(CapturedOutput output) {
		ExecutorService hidden = Executors.newSingleThreadExecutor();
		this.toClose.add(hidden::shutdownNow);
		note(hidden);
		Set<String> reported = new HashSet<>();
		for (int pass = 0; pass < 2; pass++) {
			SaturationReadings readings = Readings.create(0, reported);
			this.source.read(readings);
			assertThat(Readings.uses(readings)).isEmpty();
		}
		assertThat(OutputLines.with(output, POOL + " cannot be read and is left out as long as that is so: "
				+ hidden.getClass().getName() + " hides its threads and its queue"))
			.hasSize(1);
	}

	@Test
	void leavesOutWhatHasNoLimit() {
		ThreadPoolExecutor cached = (ThreadPoolExecutor) Executors.newCachedThreadPool();
		this.toClose.add(cached::shutdownNow);
		note(cached);
		this.beans.postProcessBeforeInitialization(new SimpleAsyncTaskExecutor(), "simple");
		this.beans.postProcessBeforeInitialization(Executors.newSingleThreadExecutor(), "hidden");
		this.beans.postProcessBeforeInitialization((Executor) Runnable::run, "own");
		assertThat(Readings.uses(read())).isEmpty();
	}

	@Test
	void readsSchedulersWithoutWhatIsNotDue() {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setPoolSize(2);
		scheduler.initialize();
		this.toClose.add(scheduler::shutdown);
		note(scheduler);
		scheduler.getScheduledThreadPoolExecutor().schedule(() -> {
		}, 1, TimeUnit.HOURS);
		block(scheduler, 1, 1);
		// A thread counts as busy while it starts, too.
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(Readings.uses(read()))
				.containsOnly(Map.entry(POOL, new ResourceUse(POOL, 0.5, null, null))));
		this.beans.postProcessBeforeInitialization(new ScheduledThreadPoolExecutor(0), POOL.substring(9));
		assertThat(Readings.uses(read())).containsOnly(Map.entry(POOL, new ResourceUse(POOL, 0.0, null, null)));
	}

	@Test
	void readsTheExecutorBehindAnAdapter() {
		ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
		this.toClose.add(pool::shutdownNow);
		note(new ConcurrentTaskExecutor(pool));
		block(pool, 1, 1);
		assertThat(Readings.utilization(read(), POOL)).isEqualTo(1);
	}

	@Test
	void readsForkJoinPools() {
		ForkJoinPool pool = new ForkJoinPool(2);
		this.toClose.add(pool::shutdownNow);
		note(pool);
		block(pool, 3, 2);
		Awaitility.await().until(() -> pool.getQueuedSubmissionCount() == 1);
		assertThat(Readings.uses(read())).containsOnly(Map.entry(POOL, new ResourceUse(POOL, 1.0, 1.0, null)));
	}

	@Test
	void readsTasksInFlightAgainstALimit() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		executor.setConcurrencyLimit(4);
		note(executor);
		assertThat(Readings.utilization(read(), POOL)).isZero();
		block(executor, 3, 3);
		assertThat(Readings.utilization(read(), POOL)).isEqualTo(0.75);
	}

	@Test
	void readsVirtualThreadsInFlightAgainstALimit() {
		assumeThat(Runtime.version().feature()).as("needs JDK 21 or later").isGreaterThanOrEqualTo(21);
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		executor.setVirtualThreads(true);
		executor.setConcurrencyLimit(2);
		note(executor);
		this.beans.postProcessBeforeInitialization(new VirtualThreadTaskExecutor(), "unlimited");
		block(executor, 2, 2);
		assertThat(Readings.uses(read())).containsOnly(Map.entry(POOL, new ResourceUse(POOL, 1.0, null, null)));
	}

	@Test
	void readsWhatReplacesAnother() {
		ThreadPoolExecutor old = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
		ThreadPoolExecutor next = (ThreadPoolExecutor) Executors.newFixedThreadPool(4);
		this.toClose.add(old::shutdownNow);
		this.toClose.add(next::shutdownNow);
		note(old);
		block(old, 1, 1);
		this.beans.postProcessBeforeDestruction(old, "pool");
		assertThat(Readings.uses(read())).isEmpty();
		note(next);
		block(next, 1, 1);
		assertThat(Readings.utilization(read(), POOL)).isEqualTo(0.25);
	}

	private void note(Object executor) {
		this.beans.postProcessBeforeInitialization(executor, "pool");
	}

	private SaturationReadings read() {
		SaturationReadings readings = Readings.create(0, new HashSet<>());
		this.source.read(readings);
		return readings;
	}

	/**
	 * Give an executor tasks that wait.
	 */
	private void block(Executor executor, int tasks, int running) {
		CountDownLatch entered = new CountDownLatch(running);
		for (int i = 0; i < tasks; i++) {
			executor.execute(() -> {
				entered.countDown();
				awaitRelease();
			});
		}
		Awaitility.await().until(() -> entered.getCount() == 0);
	}

	private void awaitRelease() {
		try {
			this.release.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
