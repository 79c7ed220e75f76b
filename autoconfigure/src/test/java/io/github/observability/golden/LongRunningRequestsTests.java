package io.github.observability.golden;

import java.time.Duration;

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
