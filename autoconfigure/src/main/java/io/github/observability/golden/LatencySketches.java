package io.github.observability.golden;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.observability.LatencySketch;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Sketches of the durations that timers record, for quantiles that their few buckets
 * cannot give. There are some only where somebody asks for quantiles.
 */
final class LatencySketches {

	/** A sketch takes 8 kB. Series beyond share one. */
	static final int MAX_SKETCHES = 1_000;

	private final Map<Timer, LatencySketch> sketches = new ConcurrentHashMap<>();

	private final AtomicInteger count = new AtomicInteger();

	private final LatencySketch others = new LatencySketch();

	/**
	 * Return the sketch that a timer's durations are recorded in.
	 */
	LatencySketch recordedWith(Timer timer) {
		LatencySketch known = this.sketches.get(timer);
		if (known != null) {
			return known;
		}
		if (this.count.get() >= MAX_SKETCHES) {
			return this.others;
		}
		return this.sketches.computeIfAbsent(timer, (absent) -> {
			this.count.incrementAndGet();
			return new LatencySketch();
		});
	}

	/**
	 * Return the durations of one timer.
	 */
	LatencySketch.Counts counts(Timer timer) {
		LatencySketch sketch = this.sketches.get(timer);
		return (sketch != null) ? sketch.counts() : LatencySketch.Counts.NONE;
	}

	/**
	 * Return the durations of timers that have no sketch of their own.
	 */
	LatencySketch.Counts others() {
		return this.others.counts();
	}

	void forget(@Nullable Meter meter) {
		if (meter instanceof Timer timer && this.sketches.remove(timer) != null) {
			this.count.decrementAndGet();
		}
	}

}
