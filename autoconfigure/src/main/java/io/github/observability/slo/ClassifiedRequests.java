package io.github.observability.slo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import io.github.observability.golden.RequestCounter;

/**
 * Counts events that ended alike. What is left to decide for each of them is whether it
 * was slow.
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
	 * What events that ended alike mean for one objective.
	 *
	 * @param threshold the duration in nanoseconds up to which they are fast
	 * @param fast counts fast ones
	 * @param slow counts slow ones
	 * @param stream counts streams, the duration of which says nothing
	 */
	record Verdict(long threshold, LongAdder fast, LongAdder slow, LongAdder stream) {

		static Verdict of(Slo slo, RecordedCounts counts, EventEnd end) {
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
