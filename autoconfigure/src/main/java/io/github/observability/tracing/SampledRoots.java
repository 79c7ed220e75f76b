package io.github.observability.tracing;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the traces that were sampled where they begin.
 */
final class SampledRoots {

	private final LongAdder[] counts;

	SampledRoots() {
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
