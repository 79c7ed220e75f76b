package io.github.observability.tracing.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RootRateLimiterTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);

	@ParameterizedTest
	@CsvSource({ "10, 1000, 1", "10, 100000, 0.01", "1, 50, 1", "100, 10000, 0.1" })
	void samplesAsManyAsAllowed(double allowed, int perSecond, double probability) {
		RootRateLimiter limit = new RootRateLimiter(allowed, this.nanos::get);
		Random random = new Random(6);
		int seconds = 60;
		int count = 0;
		for (int i = 0; i < seconds * perSecond; i++) {
			this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) / perSecond);
			count += (random.nextDouble() < probability * limit.factor(probability)) ? 1 : 0;
		}
		assertThat((double) count / seconds).isCloseTo(allowed, within(Math.max(0.2 * allowed, 0.5)));
	}

	@Test
	void lowersNothingBelowTheLimit() {
		RootRateLimiter limit = new RootRateLimiter(10, this.nanos::get);
		for (int i = 0; i < 1000; i++) {
			this.nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(120));
			assertThat(limit.factor(1)).isEqualTo(1);
		}
	}

	@Test
	void lowersWithinTheFirstSecondOfABurst() {
		RootRateLimiter limit = new RootRateLimiter(10, this.nanos::get);
		double expected = 0;
		for (int i = 0; i < 10_000; i++) {
			expected += limit.factor(1);
		}
		// The limit times (1 + ln(10,000 / limit)).
		assertThat(expected).isCloseTo(79, within(1.0));
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
		assertThat(limit.factor(1)).isEqualTo(0.001);
	}

	@Test
	void forgetsABurstAfterASecondOfQuiet() {
		RootRateLimiter limit = new RootRateLimiter(10, this.nanos::get);
		for (int i = 0; i < 10_000; i++) {
			limit.factor(1);
		}
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
		assertThat(limit.factor(1)).isEqualTo(1);
	}

	@Test
	void countsEachOfManyThreads() throws Exception {
		RootRateLimiter limit = new RootRateLimiter(10, this.nanos::get);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Callable<Double>> calls = new ArrayList<>();
			for (int thread = 0; thread < 8; thread++) {
				calls.add(() -> {
					double expected = 0;
					for (int i = 0; i < 1250; i++) {
						expected += limit.factor(1);
					}
					return expected;
				});
			}
			double expected = 0;
			for (Future<Double> call : threads.invokeAll(calls)) {
				expected += call.get();
			}
			assertThat(expected).isCloseTo(79, within(1.0));
		}
		finally {
			threads.shutdownNow();
		}
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
		assertThat(limit.factor(1)).isEqualTo(0.001);
	}

}
