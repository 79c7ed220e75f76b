package io.github.observability.tracing.tail;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.observability.tracing.TracingMeter;
import io.github.observability.tracing.TracingTag;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * {@link MeterBinder} for the traces that the tail sampler sampled and the spans that it
 * holds.
 */
final class TailSamplingMeters implements MeterBinder {

	private final SpanBuffer buffer;

	private final Map<TailSamplingReason, LongAdder> sampled = new EnumMap<>(TailSamplingReason.class);

	TailSamplingMeters(SpanBuffer buffer) {
		this.buffer = buffer;
		for (TailSamplingReason reason : TailSamplingReason.values()) {
			this.sampled.put(reason, new LongAdder());
		}
	}

	void sampled(TailSamplingReason reason) {
		adder(reason).increment();
	}

	long sampledSoFar(TailSamplingReason reason) {
		return adder(reason).sum();
	}

	private LongAdder adder(TailSamplingReason reason) {
		LongAdder adder = this.sampled.get(reason);
		if (adder == null) {
			throw new IllegalStateException("Nothing counts " + reason);
		}
		return adder;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (TailSamplingReason reason : TailSamplingReason.values()) {
			FunctionCounter.builder(TracingMeter.TAIL_SAMPLED.getName(), this, (meters) -> meters.sampledSoFar(reason))
				.description(TracingMeter.TAIL_SAMPLED.description())
				.tag(TracingTag.REASON.asString(), reason.value())
				.register(registry);
		}
		Gauge.builder(TracingMeter.BUFFERED.getName(), this.buffer, SpanBuffer::size)
			.description(TracingMeter.BUFFERED.description())
			.register(registry);
	}

}
