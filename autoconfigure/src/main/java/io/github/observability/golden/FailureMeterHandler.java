package io.github.observability.golden;

import io.github.observability.FailureTable;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/**
 * Names a failure that travels as a status in the tag {@code error}. Everything else is
 * left to Boot's handler, which knows only exceptions.
 */
final class FailureMeterHandler implements MeterObservationHandler<Observation.Context> {

	private final MeterRegistry registry;

	private final FailureTable failures;

	private final SingletonSupplier<DefaultMeterObservationHandler> delegate;

	FailureMeterHandler(MeterRegistry registry, FailureTable failures,
			ObjectProvider<DefaultMeterObservationHandler> delegate) {
		this.registry = registry;
		this.failures = failures;
		this.delegate = SingletonSupplier.ofNullable(delegate::getIfAvailable);
	}

	/**
	 * A name that a convention gives is known only when the observation starts; then this
	 * is asked again.
	 */
	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.failures.covers(context.getName()) && this.delegate.get() != null;
	}

	@Override
	public void onStart(Observation.Context context) {
		this.delegate.obtain().onStart(context);
	}

	@Override
	public void onEvent(Observation.Event event, Observation.Context context) {
		this.delegate.obtain().onEvent(event, context);
	}

	@Override
	public void onStop(Observation.Context context) {
		KeyValue failure = (context.getError() == null) ? this.failures.failure(context) : null;
		Timer.Sample sample = (failure != null) ? context.get(Timer.Sample.class) : null;
		String name = context.getName();
		if (failure == null || sample == null || name == null) {
			this.delegate.obtain().onStop(context);
			return;
		}
		Tags tags = LatencyTimers.tags(context.getLowCardinalityKeyValues())
			.and(GoldenTag.ERROR.asString(), failure.getValue());
		sample.stop(Timer.builder(name).tags(tags).register(this.registry));
		LongTaskTimer.@Nullable Sample active = context.get(LongTaskTimer.Sample.class);
		if (active != null) {
			active.stop();
		}
	}

}
