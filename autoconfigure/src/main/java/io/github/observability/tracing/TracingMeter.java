package io.github.observability.tracing;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * Meters of the sampling of traces, and of what became of spans.
 */
enum TracingMeter implements MeterDocumentation {

	SAMPLED("observability.tracing.sampled", Meter.Type.COUNTER, "Traces that were sampled where they begin",
			TracingTag.REASON),

	FLOOR_DROPPED("observability.tracing.floor.dropped", Meter.Type.COUNTER,
			"Traces that were not looked at by the floor because too many routes were called in a minute"),

	BUFFERED("observability.tracing.buffered", Meter.Type.GAUGE,
			"Unsampled spans that are open, or held until their trace is kept or forgotten"),

	KEPT("observability.tracing.kept", Meter.Type.COUNTER, "Traces kept although their head decision left them out",
			TracingTag.REASON),

	EXPORTED("observability.tracing.exported", Meter.Type.COUNTER, "Spans that an exporter has delivered"),

	DROPPED("observability.tracing.dropped", Meter.Type.COUNTER,
			"Spans lost: a bound of the buffer or the queue was reached, or the exporter failed", TracingTag.REASON);

	private final String name;

	private final Meter.Type type;

	private final String description;

	private final KeyName[] keyNames;

	TracingMeter(String name, Meter.Type type, String description, KeyName... keyNames) {
		this.name = name;
		this.type = type;
		this.description = description;
		this.keyNames = keyNames;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.keyNames;
	}

	String description() {
		return this.description;
	}

}
