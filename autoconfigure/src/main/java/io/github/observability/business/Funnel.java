package io.github.observability.business;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * {@link BusinessFunnel} with a counter for each step. Where a subject is depends on the
 * steps that were counted, so a step that is rolled back does not move it.
 */
final class Funnel implements BusinessFunnel {

	private final String name;

	private final List<String> steps;

	private final boolean strict;

	private final FunnelSubjects subjects;

	private final EventRecorder recorder;

	private final List<Counter> counters = new ArrayList<>();

	Funnel(String name, List<String> steps, BusinessProperties properties, MeterRegistry registry,
			EventRecorder recorder) {
		this.name = name;
		this.steps = new ArrayList<>(steps);
		this.strict = properties.isStrict();
		this.subjects = new FunnelSubjects(properties.funnelPolicy(), registry.config().clock());
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
	 * The share of those at the step before that did not reach this one.
	 * @param step the index of a step, above 0
	 * @return a share from 0 to 1, 0 as long as nobody was there
	 */
	double dropOff(int step) {
		double before = count(step - 1);
		return (before > 0) ? Math.max(0, 1 - count(step) / before) : 0;
	}

	@Override
	public void reached(String step, @Nullable String subject) {
		int index = this.steps.indexOf(step);
		if (index >= 0) {
			this.recorder.record(new Reached(this, index, subject));
			return;
		}
		if (this.strict) {
			throw new UndeclaredException(
					"Funnel '%s' has no step '%s', its steps are %s".formatted(this.name, step, this.steps));
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

	private record Reached(Funnel funnel, int step, @Nullable String subject) implements PendingRecording {

		@Override
		public String meter() {
			return this.funnel.name;
		}

		@Override
		public void record() {
			this.funnel.count(this.step, this.subject);
		}

	}

}
