package io.github.observability.business;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.github.observability.BoundedMap;
import io.github.observability.business.BusinessProperties.FunnelPolicy;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * {@link BusinessFunnel} with a counter per step. A subject's position follows from the
 * counted steps, so a step that is rolled back does not move it.
 */
final class DefaultBusinessFunnel implements BusinessFunnel {

	private final String name;

	private final List<String> steps;

	private final boolean strict;

	private final Subjects subjects;

	private final EventRecorder recorder;

	private final List<Counter> counters = new ArrayList<>();

	DefaultBusinessFunnel(String name, List<String> steps, BusinessProperties properties, MeterRegistry registry,
			EventRecorder recorder) {
		this.name = name;
		this.steps = new ArrayList<>(steps);
		this.strict = properties.strict();
		this.subjects = new Subjects(properties.funnelPolicy(), registry.config().clock());
		this.recorder = recorder;
		for (int i = 0; i < steps.size(); i++) {
			int step = i;
			this.counters.add(BusinessMeter.FUNNEL_STEPS.counter(registry, name, steps.get(i)));
			if (i > 0) {
				Gauge.builder(BusinessMeter.FUNNEL_DROP_OFF.getName(), () -> dropOff(step))
					.description(BusinessMeter.FUNNEL_DROP_OFF.description())
					.tags(BusinessMeter.FUNNEL_DROP_OFF.tags(name, steps.get(i)))
					.strongReference(true)
					.register(registry);
			}
		}
	}

	List<String> steps() {
		return this.steps;
	}

	boolean hasStep(String step) {
		return this.steps.contains(step);
	}

	double count(int step) {
		return this.counters.get(step).count();
	}

	/**
	 * Return the share of the previous step that did not reach this one.
	 * @param step the index of a step, above 0
	 * @return a share from 0 to 1, 0 while the previous step has no count
	 */
	double dropOff(int step) {
		double before = count(step - 1);
		return (before > 0) ? Math.max(0, 1 - count(step) / before) : 0;
	}

	@Override
	public void reached(String step, @Nullable String subject) {
		int index = this.steps.indexOf(step);
		if (index >= 0) {
			// A blank subject would be shared by all that are not known.
			this.recorder.record(new Reached(this, index, StringUtils.hasText(subject) ? subject : null));
			return;
		}
		if (this.strict) {
			throw RejectedException
				.undeclared("Funnel '%s' has no step '%s'; its steps are %s".formatted(this.name, step, this.steps));
		}
		this.recorder.reject(this.name, Rejection.UNDECLARED, String.valueOf(step));
	}

	private void count(int step, @Nullable String subject) {
		long counted = (subject != null) ? this.subjects.reach(subject, step) : 1L << step;
		for (int i = 0; i <= step; i++) {
			if ((counted & (1L << i)) != 0) {
				this.counters.get(i).increment();
			}
		}
	}

	private record Reached(DefaultBusinessFunnel funnel, int step,
			@Nullable String subject) implements CommitBoundary.Recording {

		@Override
		public String meter() {
			return this.funnel.name;
		}

		@Override
		public void run() {
			this.funnel.count(this.step, this.subject);
		}

	}

	/**
	 * Progress of the subjects of a funnel, bounded in time and number.
	 */
	private static final class Subjects {

		private final FunnelPolicy policy;

		private final Clock clock;

		/** From the longest idle to the latest. */
		private final Map<String, Progress> progress;

		Subjects(FunnelPolicy policy, Clock clock) {
			this.policy = policy;
			this.clock = clock;
			this.progress = BoundedMap.droppingOldest(policy.maxSubjects());
		}

		/**
		 * Advance a subject to a step.
		 * @param subject the subject
		 * @param step the index of the step
		 * @return the steps to count, as a bit mask
		 */
		synchronized long reach(String subject, int step) {
			long now = this.clock.monotonicTime();
			forget(now);
			Progress before = this.progress.remove(subject);
			long reached = (before != null) ? before.steps() : 0;
			long counted = counted(reached, step);
			this.progress.put(subject, new Progress(reached | counted, now));
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

		private record Progress(long steps, long nanos) {

		}

	}

}
