package io.github.observability.tracing.tail;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RollingPercentileTests {

	private static final int REQUESTS = 100_000;

	private final RollingPercentile usual = new RollingPercentile();

	@Test
	void knowsNothingAtFirst() {
		for (int i = 0; i < RollingPercentile.LEARNED - 1; i++) {
			assertThat(this.usual.isExceededBy(1000L * i)).isFalse();
		}
	}

	@Test
	void aboutOneInAHundredTakesLonger() {
		Random random = new Random(42);
		int exceeded = 0;
		for (int i = 0; i < REQUESTS; i++) {
			// Log-normal, as latencies are, around 10 ms.
			exceeded += this.usual.isExceededBy((long) (1e7 * Math.exp(random.nextGaussian()))) ? 1 : 0;
		}
		assertThat(exceeded).isBetween(REQUESTS / 300, REQUESTS / 60);
	}

	@Test
	void followsARouteThatGetsSlower() {
		fill(Duration.ofMillis(10));
		assertThat(this.usual.isExceededBy(Duration.ofMillis(100).toNanos())).isTrue();
		fill(Duration.ofMillis(100));
		assertThat(this.usual.isExceededBy(Duration.ofMillis(100).toNanos())).isFalse();
		fill(Duration.ofMillis(10));
		assertThat(this.usual.isExceededBy(Duration.ofMillis(100).toNanos())).isTrue();
	}

	@Test
	void bucketsAreWithinAnEighth() {
		for (long nanos = 1 << 13; nanos < 1L << 40; nanos += nanos / 7) {
			long bound = RollingPercentile.upperBound(RollingPercentile.bucket(nanos));
			assertThat(bound).isBetween(nanos, nanos + nanos / 8);
		}
		assertThat(RollingPercentile.bucket(0)).isZero();
		assertThat(RollingPercentile.bucket(Long.MAX_VALUE)).isEqualTo(RollingPercentile.bucket((1L << 40) - 1));
	}

	private void fill(Duration duration) {
		for (int i = 0; i < REQUESTS; i++) {
			this.usual.isExceededBy(duration.toNanos());
		}
	}

}
