package io.github.observability.tracing;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * {@link MeterBinder} for what was sampled.
 */
final class SamplingMeters implements MeterBinder {

	private final SampledRoots sampled;

	private final @Nullable RouteFloor floor;

	SamplingMeters(SampledRoots sampled, @Nullable RouteFloor floor) {
		this.sampled = sampled;
		this.floor = floor;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (SamplingReason reason : SamplingReason.values()) {
			FunctionCounter.builder(TracingMeter.SAMPLED.getName(), this.sampled, (sampled) -> sampled.count(reason))
				.description(TracingMeter.SAMPLED.description())
				.tag(TracingTag.REASON.asString(), reason.value())
				.register(registry);
		}
		if (this.floor != null) {
			FunctionCounter.builder(TracingMeter.FLOOR_DROPPED.getName(), this.floor, RouteFloor::dropped)
				.description(TracingMeter.FLOOR_DROPPED.description())
				.register(registry);
		}
	}

}
