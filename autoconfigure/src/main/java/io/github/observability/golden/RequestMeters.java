package io.github.observability.golden;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Timer;

/**
 * What records requests of one kind.
 *
 * @param timer their durations
 * @param counter what is counted besides
 */
record RequestMeters(Timer timer, RequestCounter counter) {

	void record(long durationNanos) {
		this.timer.record(durationNanos, TimeUnit.NANOSECONDS);
		this.counter.count(durationNanos);
	}

	void recordStream(long durationNanos) {
		this.timer.record(durationNanos, TimeUnit.NANOSECONDS);
		this.counter.countStream();
	}

}
