package io.github.observability.test;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

import io.github.observability.tracing.analysis.TraceAnalysis;
import io.github.observability.tracing.analysis.TraceAnalyzer;
import io.github.observability.tracing.analysis.TraceSpan;
import org.assertj.core.api.AssertProvider;

/**
 * A trace. Assertions begin with {@code assertThat(trace)}; one that expects something to
 * be there waits for it until the deadline of the test.
 */
public final class Trace implements AssertProvider<TraceAssert> {

	private final String traceId;

	private final TraceSource source;

	private final TestFiles files;

	Trace(String traceId, TraceSource source, TestFiles files) {
		this.traceId = traceId;
		this.source = source;
		this.files = files;
	}

	/**
	 * Create a trace of spans that come from elsewhere, such as a file.
	 * @param spans the spans of one trace
	 * @return the trace
	 */
	public static Trace of(Collection<TraceSpan> spans) {
		List<TraceSpan> copy = List.copyOf(spans);
		String traceId = copy.isEmpty() ? "" : copy.get(0).traceId();
		return new Trace(traceId, TraceSource.of(copy), new TestFiles(Trace.class, ""));
	}

	/**
	 * Return the id.
	 * @return the trace id
	 */
	public String traceId() {
		return this.traceId;
	}

	/**
	 * Return the spans once all that are open have ended.
	 * @return the spans in the order of their end
	 */
	public List<TraceSpan> spans() {
		return await((spans) -> true);
	}

	/**
	 * Return the only span with a name.
	 * @param name the name, as in {@link Traces#withSpan(String)}
	 * @return the span
	 */
	public TraceSpan span(String name) {
		List<TraceSpan> named = await((spans) -> spans.stream().anyMatch((span) -> SpanNames.matches(name, span)))
			.stream()
			.filter((span) -> SpanNames.matches(name, span))
			.toList();
		if (named.size() != 1) {
			throw new AssertionError("Expected one span '" + name + "' but there are " + named.size() + " in\n"
					+ TraceText.tree(spans(), named));
		}
		return named.get(0);
	}

	/**
	 * Analyze the trace.
	 * @return where its time went
	 */
	public TraceAnalysis analysis() {
		return TraceAnalyzer.analyze(spans());
	}

	List<TraceSpan> await(Predicate<List<TraceSpan>> condition) {
		return mine(this.source.await((spans) -> condition.test(mine(spans))));
	}

	private List<TraceSpan> mine(List<TraceSpan> spans) {
		return spans.stream().filter((span) -> span.traceId().equals(this.traceId)).toList();
	}

	TestFiles files() {
		return this.files;
	}

	@Override
	public TraceAssert assertThat() {
		return new TraceAssert(this);
	}

	/**
	 * Print the tree, a line for each span.
	 */
	@Override
	public String toString() {
		return "Trace " + this.traceId + "\n" + TraceText.tree(spans(), List.of());
	}

}
