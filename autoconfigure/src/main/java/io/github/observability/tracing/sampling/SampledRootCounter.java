package io.github.observability.tracing.sampling;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts sampled traces that start in this application.
 */
final class SampledRootCounter {

	private final LongAdder[] counts;

	SampledRootCounter() {
		this.counts = new LongAdder[SamplingReason.values().length];
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] = new LongAdder();
		}
	}

	void add(SamplingReason reason) {
		this.counts[reason.ordinal()].increment();
	}

	long count(SamplingReason reason) {
		return this.counts[reason.ordinal()].sum();
	}

}
