package io.github.observability.slo;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of events that are classified here.
 */
final class RecordedCounts implements SloCounts {

	private final LongAdder[] byResult = { new LongAdder(), new LongAdder(), new LongAdder() };

	LongAdder of(SloResult result) {
		return this.byResult[result.ordinal()];
	}

	@Override
	public double count(SloResult result) {
		return of(result).sum();
	}

}
