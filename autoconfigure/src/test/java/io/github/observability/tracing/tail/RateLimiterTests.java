package io.github.observability.tracing.tail;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimiterTests {

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1_000_000);

	@Test
	void givesSoManyInAMinute() {
		RateLimiter limiter = new RateLimiter(60, this.nanoTime::get);
		take(limiter);
		int taken = 0;
		for (int i = 0; i < 600; i++) {
			this.nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
			taken += take(limiter);
		}
		assertThat(taken).isBetween(59, 61);
	}

	@Test
	void savesTenSecondsWorth() {
		RateLimiter limiter = new RateLimiter(60, this.nanoTime::get);
		assertThat(take(limiter)).isEqualTo(11);
		this.nanoTime.addAndGet(TimeUnit.HOURS.toNanos(1));
		assertThat(take(limiter)).isEqualTo(11);
	}

	@Test
	void nothingIsNothing() {
		assertThat(new RateLimiter(0, this.nanoTime::get).isAvailable()).isFalse();
	}

	private static int take(RateLimiter limiter) {
		int taken = 0;
		while (limiter.isAvailable()) {
			limiter.acquire();
			taken++;
		}
		return taken;
	}

}
