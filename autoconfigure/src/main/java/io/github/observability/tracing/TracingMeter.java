package io.github.observability.tracing;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meters of sampling, tail sampling and the export of spans.
 */
public enum TracingMeter implements DefinedMeter {

	/** Traces that the head sampler sampled. */
	SAMPLED(MeterDefinition.counter("observability.tracing.sampled",
			"Traces that start in this application and were sampled by the head sampler", TracingTag.REASON)),

	/** Traces that the minimum per route did not look at. */
	MINIMUM_DROPPED(MeterDefinition.counter("observability.tracing.minimum.dropped",
			"Traces that the minimum per route ignored because too many routes were called within a minute")),

	/** Spans in the buffer of the tail sampler. */
	BUFFERED(MeterDefinition.gauge("observability.tracing.buffered",
			"Spans that the tail sampler holds, or waits for, until it decides on their trace")),

	/** Traces that the tail sampler sampled. */
	TAIL_SAMPLED(MeterDefinition.counter("observability.tracing.tail.sampled",
			"Traces that the tail sampler sampled after the head sampler had rejected them", TracingTag.REASON)),

	/** Spans that were exported. */
	EXPORTED(MeterDefinition.counter("observability.tracing.exported", "Spans that an exporter delivered")),

	/** Spans that did not end. */
	LEFT_OPEN(MeterDefinition.counter("observability.tracing.left.open",
			"Spans that had not ended when the tail sampler stopped waiting for them")),

	/** Spans that were lost. */
	DROPPED(MeterDefinition.counter("observability.tracing.dropped",
			"Spans lost because a limit of the buffer or the queue was reached or the exporter failed",
			TracingTag.REASON)),

	/** Where the critical paths of tail-sampled traces went. */
	CRITICAL_PATH(MeterDefinition.timer("observability.tracing.critical.path",
			"Time that a step contributed to the critical path of tail-sampled traces", TracingTag.ROUTE,
			TracingTag.STEP));

	private final MeterDefinition definition;

	TracingMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

}
