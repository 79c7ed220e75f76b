package io.github.observability.golden.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopLongTaskTimer;
import io.micrometer.core.instrument.noop.NoopTimer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;

/**
 * {@link DefaultMeterObservationHandler} that builds the tags of a meter once. The one it
 * extends builds them when an observation starts and when it stops, and asks the registry
 * each time.
 */
final class CachingMeterHandler extends DefaultMeterObservationHandler {

	/** Above the number of series that bounded tags allow. */
	private static final int MAX_CACHED = 10_000;

	private static final String ACTIVE = ".active";

	private static final String ERROR = "error";

	private final MeterRegistry registry;

	private final boolean active;

	private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

	private final Map<Series, LongTaskTimer> activeTimers = new ConcurrentHashMap<>();

	/**
	 * Create a handler.
	 * @param registry the registry
	 * @param active whether observations that are under way are measured
	 */
	CachingMeterHandler(MeterRegistry registry, boolean active) {
		super(registry, active ? new IgnoredMeters[0] : new IgnoredMeters[] { IgnoredMeters.LONG_TASK_TIMER });
		this.registry = registry;
		this.active = active;
		// A meter that was removed must not record unseen.
		registry.config().onMeterRemoved(this::forget);
	}

	@Override
	public void onStart(Observation.Context context) {
		if (this.active) {
			context.put(LongTaskTimer.Sample.class, activeTimer(context).start());
		}
		context.put(Timer.Sample.class, Timer.start(this.registry));
	}

	@Override
	public void onStop(Observation.Context context) {
		Timer.Sample sample = context.getRequired(Timer.Sample.class);
		sample.stop(timer(context));
		if (this.active) {
			LongTaskTimer.Sample activeSample = context.getRequired(LongTaskTimer.Sample.class);
			activeSample.stop();
		}
	}

	private Timer timer(Observation.Context context) {
		Throwable failure = context.getError();
		String error = (failure != null) ? failure.getClass().getSimpleName() : KeyValue.NONE_VALUE;
		Series series = new Series(String.valueOf(context.getName()), error, context.getLowCardinalityKeyValues());
		Timer timer = this.timers.get(series);
		if (timer == null) {
			timer = this.registry.timer(series.name(), tags(series.keyValues()).and(ERROR, error));
			if (this.timers.size() < MAX_CACHED && !(timer instanceof NoopTimer)) {
				this.timers.put(series, timer);
			}
		}
		return timer;
	}

	private LongTaskTimer activeTimer(Observation.Context context) {
		Series series = new Series(String.valueOf(context.getName()), "", context.getLowCardinalityKeyValues());
		LongTaskTimer timer = this.activeTimers.get(series);
		if (timer == null) {
			timer = this.registry.more().longTaskTimer(series.name() + ACTIVE, tags(series.keyValues()));
			if (this.activeTimers.size() < MAX_CACHED && !(timer instanceof NoopLongTaskTimer)) {
				this.activeTimers.put(series, timer);
			}
		}
		return timer;
	}

	private static Tags tags(KeyValues keyValues) {
		Tags tags = Tags.empty();
		for (KeyValue keyValue : keyValues) {
			tags = tags.and(keyValue.getKey(), keyValue.getValue());
		}
		return tags;
	}

	private void forget(Meter meter) {
		this.timers.values().removeIf((timer) -> timer == meter);
		this.activeTimers.values().removeIf((timer) -> timer == meter);
	}

	private record Series(String name, String error, KeyValues keyValues) {
	}

}
