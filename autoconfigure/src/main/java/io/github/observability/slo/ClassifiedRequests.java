package io.github.observability.slo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import io.github.observability.golden.RequestCounter;

/**
 * Counts events with the same end. Only whether an event was slow is decided per event.
 */
final class ClassifiedRequests implements RequestCounter {

	private final Verdict[] verdicts;

	ClassifiedRequests(List<Verdict> verdicts) {
		this.verdicts = verdicts.toArray(Verdict[]::new);
	}

	@Override
	public void count(long durationNanos) {
		for (Verdict verdict : this.verdicts) {
			((durationNanos > verdict.threshold) ? verdict.slow : verdict.fast).increment();
		}
	}

	@Override
	public void countStream() {
		for (Verdict verdict : this.verdicts) {
			verdict.stream.increment();
		}
	}

	/**
	 * The counters of one objective for events with the same end.
	 *
	 * @param threshold the maximum duration of a fast event, in nanoseconds
	 * @param fast counts fast events
	 * @param slow counts slow events
	 * @param stream counts streams, whose duration is irrelevant
	 */
	record Verdict(long threshold, LongAdder fast, LongAdder slow, LongAdder stream) {

		static Verdict of(Slo slo, SloCounts.Recorded counts, EventEnd end) {
			SloResult fast = slo.fast(end);
			Duration threshold = slo.slowerThan();
			if (threshold == null) {
				return new Verdict(Long.MAX_VALUE, counts.of(fast), counts.of(fast), counts.of(fast));
			}
			return new Verdict(threshold.toNanos(), counts.of(fast), counts.of(slo.slow(end)),
					counts.of((fast == SloResult.GOOD) ? SloResult.IGNORED : fast));
		}

	}

}
