package io.github.observability.tracing.sampling;

import io.github.observability.tracing.TracingMeter;
import io.github.observability.tracing.TracingTag;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * {@link MeterBinder} for the traces that the head sampler sampled.
 */
final class SamplingMeters implements MeterBinder {

	private final SampledRootCounter sampled;

	private final @Nullable RouteMinimum minimum;

	SamplingMeters(SampledRootCounter sampled, @Nullable RouteMinimum minimum) {
		this.sampled = sampled;
		this.minimum = minimum;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (SamplingReason reason : SamplingReason.values()) {
			FunctionCounter.builder(TracingMeter.SAMPLED.getName(), this.sampled, (sampled) -> sampled.count(reason))
				.description(TracingMeter.SAMPLED.description())
				.tag(TracingTag.REASON.asString(), reason.value())
				.register(registry);
		}
		if (this.minimum != null) {
			FunctionCounter.builder(TracingMeter.MINIMUM_DROPPED.getName(), this.minimum, RouteMinimum::dropped)
				.description(TracingMeter.MINIMUM_DROPPED.description())
				.register(registry);
		}
	}

}
