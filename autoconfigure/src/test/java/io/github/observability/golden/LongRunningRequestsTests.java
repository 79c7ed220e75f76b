package io.github.observability.golden;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LongRunningRequestsTests {

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final LongRunningRequests requests = new LongRunningRequests(this.registry, Duration.ofSeconds(10));

	@Test
	void countsARequestFromTheThresholdOn() {
		LongRunningRequests.Start start = start();
		this.clock.add(Duration.ofMillis(9_999));
		assertThat(active()).isZero();
		this.clock.add(Duration.ofMillis(501));
		assertThat(active()).isEqualTo(1);
		start.forget();
		assertThat(active()).isZero();
	}

	@Test
	void neverCountsARequestTooEarly() {
		for (int offset = 0; offset < 500; offset += 7) {
			this.clock.add(Duration.ofMillis(offset));
			LongRunningRequests.Start start = start();
			this.clock.add(Duration.ofMillis(9_999));
			assertThat(active()).as("started at %s", offset).isZero();
			this.clock.add(Duration.ofMillis(501));
			assertThat(active()).as("started at %s", offset).isEqualTo(1);
			start.forget();
		}
	}

	@Test
	void remembersAStuckRequestForHours() {
		LongRunningRequests.Start stuck = start();
		for (int i = 0; i < 10_000; i++) {
			this.clock.add(Duration.ofMillis(500));
			LongRunningRequests.Start quick = start();
			this.clock.add(Duration.ofMillis(100));
			quick.forget();
		}
		assertThat(active()).isEqualTo(1);
		stuck.forget();
		assertThat(active()).isZero();
	}

	/**
	 * Requests that begin and end while the gauge is read are not long-running, however
	 * many they are.
	 */
	@Test
	void neverCountsARequestThatIsYoungWithManyThreads() throws Exception {
		LongRunningRequests.Start stuck = start();
		this.clock.add(Duration.ofMinutes(1));
		AtomicBoolean over = new AtomicBoolean();
		ExecutorService executor = Executors.newFixedThreadPool(4);
		List<Future<?>> serving = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			serving.add(executor.submit(() -> {
				while (!over.get()) {
					start().forget();
				}
			}));
		}
		for (int i = 0; i < 20_000; i++) {
			assertThat(this.requests.active()).isEqualTo(1);
		}
		over.set(true);
		for (Future<?> each : serving) {
			each.get(20, TimeUnit.SECONDS);
		}
		executor.shutdown();
		stuck.forget();
		assertThat(active()).isZero();
	}

	@Test
	void countsEveryRequestOfThreadsThatChangeThePeriod() throws Exception {
		int threads = 16;
		CyclicBarrier barrier = new CyclicBarrier(threads, () -> this.clock.add(Duration.ofMillis(500)));
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		List<Future<List<LongRunningRequests.Start>>> serving = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			serving.add(executor.submit(() -> {
				List<LongRunningRequests.Start> starts = new ArrayList<>();
				for (int period = 0; period < 200; period++) {
					barrier.await();
					starts.add(start());
				}
				return starts;
			}));
		}
		List<LongRunningRequests.Start> starts = new ArrayList<>();
		for (Future<List<LongRunningRequests.Start>> each : serving) {
			starts.addAll(each.get(20, TimeUnit.SECONDS));
		}
		executor.shutdown();
		this.clock.add(Duration.ofMinutes(1));
		assertThat(active()).isEqualTo(threads * 200);
		starts.forEach(LongRunningRequests.Start::forget);
		assertThat(active()).isZero();
	}

	/**
	 * As when a thread has stood still between reading the clock and counting.
	 */
	@Test
	void isNotConfusedByAThreadThatStoodStill() {
		long before = this.clock.monotonicTime();
		this.clock.add(Duration.ofMillis(10_500));
		LongRunningRequests.Start young = start();
		LongRunningRequests.Start late = this.requests.start(before);
		assertThat(active()).isZero();
		this.clock.add(Duration.ofMillis(10_500));
		assertThat(active()).isEqualTo(2);
		young.forget();
		late.forget();
		assertThat(active()).isZero();
	}

	@Test
	void countsEndedOnesThatTookLong() {
		this.requests.ended(Duration.ofMillis(9_999).toNanos());
		this.requests.ended(Duration.ofSeconds(10).toNanos());
		assertThat(this.registry.get("observability.golden.long.running").counter().count()).isEqualTo(1);
	}

	private LongRunningRequests.Start start() {
		return this.requests.start(this.clock.monotonicTime());
	}

	private double active() {
		return this.registry.get("observability.golden.long.running.active").gauge().value();
	}

}
