package io.github.observability;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LatencySketch}.
 */
class LatencySketchTests {

	private final LatencySketch sketch = new LatencySketch();

	@Test
	void hasNoQuantileBeforeTheFirstRecord() {
		assertThat(this.sketch.quantile(0.5)).isNaN();
		assertThat(this.sketch.count()).isZero();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void isWithinTwoPercentOfTheExactQuantile(long seed) {
		Random random = new Random(seed);
		long[] nanos = new long[10_000];
		for (int i = 0; i < nanos.length; i++) {
			// From microseconds to minutes, most of them in between.
			nanos[i] = (long) Math.exp(Math.log(2e3) + random.nextDouble() * Math.log(1e8));
			this.sketch.record(nanos[i]);
		}
		Arrays.sort(nanos);
		for (double quantile : new double[] { 0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1 }) {
			long exact = nanos[(int) Math.ceil(quantile * nanos.length) - 1];
			assertThat(this.sketch.quantile(quantile)).isCloseTo(exact, Percentage.withPercentage(2));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE })
	void recordsWhatLiesOutsideItsRange(long nanos) {
		this.sketch.record(nanos);
		assertThat(this.sketch.count()).isOne();
		assertThat(this.sketch.quantile(0.5)).isPositive();
	}

	@Test
	void addsAnotherOne() {
		LatencySketch other = new LatencySketch();
		other.record(2_000_000);
		this.sketch.record(1_000_000);
		this.sketch.add(other);
		assertThat(this.sketch.count()).isEqualTo(2);
		assertThat(this.sketch.quantile(1)).isCloseTo(2e6, Percentage.withPercentage(2));
	}

	@Test
	void tellsWhatWasRecordedBetweenTwoTimes() {
		this.sketch.record(1_000_000);
		LatencySketch.Counts earlier = this.sketch.counts();
		this.sketch.record(3_000_000_000L);
		this.sketch.record(3_100_000_000L);
		LatencySketch.Counts since = this.sketch.counts().since(earlier);
		assertThat(since.count()).isEqualTo(2);
		assertThat(since.quantile(0.5)).isCloseTo(3e9, Percentage.withPercentage(2));
		assertThat(earlier.plus(since).count()).isEqualTo(3);
		assertThat(earlier.since(this.sketch.counts())).isSameAs(LatencySketch.Counts.NONE);
		assertThat(LatencySketch.Counts.NONE.quantile(0.99)).isNaN();
	}

	@Test
	void losesNothingUnderContention() throws InterruptedException {
		int threads = 4;
		CountDownLatch done = new CountDownLatch(threads);
		for (int i = 0; i < threads; i++) {
			new Thread(() -> {
				for (int n = 0; n < 10_000; n++) {
					this.sketch.record(5_000_000);
				}
				done.countDown();
			}).start();
		}
		done.await();
		assertThat(this.sketch.count()).isEqualTo(threads * 10_000L);
	}

}
