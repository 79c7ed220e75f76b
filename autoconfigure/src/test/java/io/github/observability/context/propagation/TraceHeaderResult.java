package io.github.observability.context.propagation;

import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.propagation.TextMapPropagator;

/**
 * What went out.
 *
 * @param parents values of the {@code traceparent} headers
 * @param states values of the {@code tracestate} headers
 */
record TraceHeaderResult(List<String> parents, List<String> states) {

	/**
	 * Take headers in and send them out with a propagator alone.
	 */
	static TraceHeaderResult of(TraceHeaderCase headers, TextMapPropagator propagator) {
		HeaderCarrier in = new HeaderCarrier().addAll("traceparent", headers.parents())
			.addAll("tracestate", headers.states());
		SpanContext span = Span.fromContext(in.extractedBy(propagator)).getSpanContext();
		HeaderCarrier out = HeaderCarrier.injectedBy(propagator, span);
		return new TraceHeaderResult(out.values("traceparent"), out.values("tracestate"));
	}

	/**
	 * Whether this is what the specification asks for. A new trace may send whatever it
	 * likes but what came in.
	 */
	boolean isRight(TraceHeaderCase headers) {
		if (!headers.continued()) {
			return this.parents.stream().noneMatch((parent) -> parent.contains(TraceHeaderCase.TRACE_ID))
					&& this.states.stream().noneMatch((state) -> state.contains("foo"));
		}
		return this.parents.size() == 1 && this.parents.get(0).startsWith("00-" + TraceHeaderCase.TRACE_ID + "-")
				&& this.parents.get(0).endsWith("-" + headers.flags())
				&& String.join(",", this.states).equals(headers.state());
	}

}
