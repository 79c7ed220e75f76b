package io.github.observability.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.tracing.analysis.TraceSpan;
import org.assertj.core.api.AssertProvider;

/**
 * The traces that a test has recorded. Whoever asks for one waits for the spans that are
 * open. Assertions on all of them begin with {@code assertThat(traces)}.
 */
public final class Traces implements AssertProvider<TracesAssert> {

	private final TraceSource source;

	private final TestFiles files;

	Traces(TraceSource source, TestFiles files) {
		this.source = source;
		this.files = files;
	}

	void begin() {
		this.source.begin();
	}

	/**
	 * Forget what was recorded up to now, such as the preparation of a test.
	 */
	public void clear() {
		this.source.begin();
	}

	/**
	 * Return all traces, in the order of their first span.
	 * @return the traces
	 */
	public List<Trace> all() {
		return group(this.source.await((spans) -> true));
	}

	/**
	 * Return the only trace; fail if there is none or are several.
	 * @return the trace
	 */
	public Trace only() {
		List<Trace> traces = group(this.source.await((spans) -> !spans.isEmpty()));
		if (traces.size() != 1) {
			throw new AssertionError("Expected one trace but there are " + traces.size() + describe(traces));
		}
		return traces.get(0);
	}

	/**
	 * Return the first trace that has a span with a name.
	 * @param name the name, or {@code GET /orders/{id}}, or {@code insert orders}; * for
	 * any characters
	 * @return the trace
	 */
	public Trace withSpan(String name) {
		List<TraceSpan> spans = this.source
			.await((recorded) -> recorded.stream().anyMatch((span) -> SpanNames.matches(name, span)));
		return spans.stream()
			.filter((span) -> SpanNames.matches(name, span))
			.findFirst()
			.map((span) -> new Trace(span.traceId(), this.source, this.files))
			.orElseThrow(() -> new AssertionError("No trace has a span '" + name + "'" + describe(group(spans))));
	}

	/**
	 * Return the trace with an id.
	 * @param traceId the id, such as that of the {@code traceparent} a test sends
	 * @return the trace
	 */
	public Trace withId(String traceId) {
		List<TraceSpan> spans = this.source
			.await((recorded) -> recorded.stream().anyMatch((span) -> span.traceId().equals(traceId)));
		if (spans.stream().noneMatch((span) -> span.traceId().equals(traceId))) {
			throw new AssertionError("No trace has the id '" + traceId + "'" + describe(group(spans)));
		}
		return new Trace(traceId, this.source, this.files);
	}

	private List<Trace> group(List<TraceSpan> spans) {
		Map<String, Trace> traces = new LinkedHashMap<>();
		spans.forEach((span) -> traces.computeIfAbsent(span.traceId(),
				(traceId) -> new Trace(traceId, this.source, this.files)));
		return new ArrayList<>(traces.values());
	}

	private static String describe(List<Trace> traces) {
		StringBuilder text = new StringBuilder(traces.isEmpty() ? "" : ":");
		traces.forEach((trace) -> text.append('\n').append(trace));
		return text.toString();
	}

	@Override
	public TracesAssert assertThat() {
		return new TracesAssert(this);
	}

	@Override
	public String toString() {
		return all().size() + " traces" + describe(all());
	}

}
