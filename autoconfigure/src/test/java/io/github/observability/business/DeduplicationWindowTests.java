package io.github.observability.business;

import java.time.Duration;

import io.micrometer.core.instrument.MockClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeduplicationWindowTests {

	private final MockClock clock = new MockClock();

	private final DeduplicationWindow keys = new DeduplicationWindow(this.clock, Duration.ofMinutes(10), 3);

	@Test
	void knowsAKeyWithinTheWindow() {
		assertThat(this.keys.add("orders", "1")).isTrue();
		this.clock.add(Duration.ofMinutes(10).minusNanos(1));
		assertThat(this.keys.add("orders", "1")).isFalse();
	}

	@Test
	void forgetsAKeyAfterTheWindow() {
		this.keys.add("orders", "1");
		this.clock.add(Duration.ofMinutes(10));
		assertThat(this.keys.add("orders", "1")).isTrue();
	}

	@Test
	void tellsMetersApart() {
		this.keys.add("orders", "1");
		assertThat(this.keys.add("returns", "1")).isTrue();
	}

	@Test
	void forgetsTheOldestBeyondTheLimit() {
		for (int i = 1; i <= 4; i++) {
			this.keys.add("orders", String.valueOf(i));
		}
		assertThat(this.keys.add("orders", "4")).isFalse();
		assertThat(this.keys.add("orders", "2")).isFalse();
		assertThat(this.keys.add("orders", "1")).isTrue();
	}

}
