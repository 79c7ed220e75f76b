package io.github.observability.business;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.observability.business.BusinessProperties.FunnelPolicy;
import io.micrometer.core.instrument.Clock;

/**
 * Where the subjects of a funnel are, within a window of time and number.
 */
final class FunnelSubjects {

	private final FunnelPolicy policy;

	private final Clock clock;

	/** From the one that was idle longest to the latest. */
	private final Map<String, Progress> progress = new LinkedHashMap<>();

	FunnelSubjects(FunnelPolicy policy, Clock clock) {
		this.policy = policy;
		this.clock = clock;
	}

	/**
	 * A subject has reached a step.
	 * @param subject who
	 * @param step the index of the step
	 * @return the steps to count, a bit for each
	 */
	synchronized long reach(String subject, int step) {
		long now = this.clock.monotonicTime();
		forget(now);
		Progress before = this.progress.remove(subject);
		long reached = (before != null) ? before.steps() : 0;
		long counted = counted(reached, step);
		this.progress.put(subject, new Progress(reached | counted, now));
		if (this.progress.size() > this.policy.maxSubjects()) {
			remove(this.progress.values().iterator());
		}
		return counted;
	}

	private long counted(long reached, int step) {
		long bit = 1L << step;
		if ((reached & bit) != 0) {
			return (this.policy.repeated() == FunnelPolicy.Repeated.COUNT) ? bit : 0;
		}
		long missing = (bit - 1) & ~reached;
		return switch (this.policy.skipped()) {
			case COUNT -> bit;
			case FILL -> bit | missing;
			case IGNORE -> (missing == 0) ? bit : 0;
		};
	}

	private void forget(long now) {
		Iterator<Progress> idle = this.progress.values().iterator();
		while (idle.hasNext() && now - idle.next().nanos() >= this.policy.window().toNanos()) {
			idle.remove();
		}
	}

	private static void remove(Iterator<Progress> oldest) {
		oldest.next();
		oldest.remove();
	}

	private record Progress(long steps, long nanos) {

	}

}
