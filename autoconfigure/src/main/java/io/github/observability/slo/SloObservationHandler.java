package io.github.observability.slo;

import java.util.HashMap;
import java.util.Map;

import io.github.observability.golden.RequestCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopTimer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Counts observations that have an objective.
 */
final class SloObservationHandler implements ObservationHandler<Observation.Context> {

	/** Measures the duration of a sample without recording it. */
	private static final Timer UNRECORDED = new NoopTimer(
			new Meter.Id("unrecorded", Tags.empty(), null, null, Meter.Type.TIMER));

	private static final Object START = new Object();

	private final SloEvents events;

	private final ServedRequestHandler.Streams streams;

	private final Map<String, ObservedEvents> observed = new HashMap<>();

	SloObservationHandler(SloEvents events, ServedRequestHandler.Streams streams) {
		this.events = events;
		this.streams = streams;
		for (String name : events.observations()) {
			this.observed.put(name, new ObservedEvents(name, events));
		}
	}

	/**
	 * A convention may name an observation only when it starts, so the decision cannot be
	 * made earlier.
	 */
	@Override
	public boolean supportsContext(Observation.Context context) {
		return !this.observed.isEmpty();
	}

	@Override
	public void onStart(Observation.Context context) {
		ObservedEvents observed = find(context);
		if (observed != null && observed.isTimed() && context.get(Timer.Sample.class) == null) {
			context.put(START, System.nanoTime());
		}
	}

	@Override
	public void onStop(Observation.Context context) {
		ObservedEvents observed = find(context);
		if (observed == null) {
			return;
		}
		try {
			RequestCounter counter = observed.counter(context);
			if (observed.isTimed() && this.streams.contain(context)) {
				counter.countStream();
			}
			else {
				counter.count(observed.isTimed() ? duration(context) : 0);
			}
		}
		catch (RuntimeException ex) {
			this.events.drop(context.getName(), ex);
		}
	}

	private @Nullable ObservedEvents find(Observation.Context context) {
		String name = context.getName();
		return (name != null) ? this.observed.get(name) : null;
	}

	/**
	 * Boot's handler, which starts before this one, already has a sample, so that a start
	 * time of our own is rarely needed.
	 */
	private static long duration(Observation.Context context) {
		Long start = context.get(START);
		if (start != null) {
			return System.nanoTime() - start;
		}
		Timer.Sample sample = context.get(Timer.Sample.class);
		return (sample != null) ? sample.stop(UNRECORDED) : 0;
	}

}
