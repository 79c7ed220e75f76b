package io.github.observability.test;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import io.github.observability.tracing.analysis.CodePlace;
import io.github.observability.tracing.analysis.TraceAnalysis;
import io.github.observability.tracing.analysis.TraceAnalysis.Contribution;
import io.github.observability.tracing.analysis.TraceAnalysis.Repetition;
import io.github.observability.tracing.analysis.TraceAnalyzer;
import io.github.observability.tracing.analysis.TraceSpan;
import io.github.observability.tracing.analysis.TraceSpan.Kind;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a trace. A failure prints the tree and points at the spans it is about.
 * Spans are named as {@link Traces#withSpan(String)} describes.
 */
public final class TraceAssert extends AbstractAssert<TraceAssert, Trace> {

	private static final int SERVER_ERROR = 500;

	private static final int CLIENT_ERROR = 400;

	TraceAssert(Trace actual) {
		super(actual, TraceAssert.class);
	}

	/**
	 * Verify that exactly one span has no local parent: the root, or a span whose caller
	 * is not recorded.
	 * @return this
	 */
	public TraceAssert hasSingleRoot() {
		List<TraceSpan> spans = this.actual.await((recorded) -> TraceShape.tops(recorded).size() == 1);
		List<TraceSpan> tops = TraceShape.tops(spans);
		if (tops.size() != 1) {
			fail("Expected a single root but there are " + tops.size(), spans, tops);
		}
		return this;
	}

	/**
	 * Verify that all spans are connected: there is one root, no parent is missing, and
	 * no id occurs twice.
	 * @return this
	 */
	public TraceAssert isConnected() {
		List<TraceSpan> spans = this.actual.await((recorded) -> TraceShape.orphans(recorded).isEmpty());
		List<TraceSpan> orphans = TraceShape.orphans(spans);
		if (!orphans.isEmpty()) {
			fail("Expected all spans to hang together but " + orphans.size() + " do not", spans, orphans);
		}
		return hasSingleRoot();
	}

	/**
	 * Verify that the tree contains a chain of spans, each the parent of the next.
	 * @param names the names from the outermost to the innermost
	 * @return this
	 */
	public TraceAssert containsPath(String... names) {
		List<TraceSpan> spans = this.actual.await((recorded) -> TraceShape.reached(recorded, names) == names.length);
		int reached = TraceShape.reached(spans, names);
		if (reached < names.length) {
			List<TraceSpan> last = TraceShape.ends(spans, Arrays.copyOf(names, reached));
			fail("Expected the path " + String.join(" > ", names) + " but there is no '" + names[reached] + "'"
					+ ((reached > 0) ? " below '" + names[reached - 1] + "'" : ""), spans, last);
		}
		return this;
	}

	/**
	 * Verify that there is a span with a name.
	 * @param name the name
	 * @return this
	 */
	public TraceAssert containsSpan(String name) {
		return containsPath(name);
	}

	/**
	 * Verify that there is no span with a name.
	 * @param name the name
	 * @return this
	 */
	public TraceAssert doesNotContainSpan(String name) {
		return none("Expected no span '" + name + "'", (span) -> SpanNames.matches(name, span));
	}

	/**
	 * Verify that there is exactly one span with a name, so that no second
	 * instrumentation observes the same operation.
	 * @param name the name
	 * @return this
	 */
	public TraceAssert containsOnce(String name) {
		List<TraceSpan> spans = this.actual.await((recorded) -> !TraceShape.named(recorded, name).isEmpty());
		List<TraceSpan> named = TraceShape.named(spans, name);
		if (named.size() != 1) {
			fail("Expected one span '" + name + "' but there are " + named.size(), spans, named);
		}
		return this;
	}

	/**
	 * Verify that the spans with a name have a kind.
	 * @param name the name
	 * @param kind the kind
	 * @return this
	 */
	public TraceAssert hasKind(String name, Kind kind) {
		containsSpan(name);
		return none("Expected '" + name + "' to be of kind " + kind,
				(span) -> SpanNames.matches(name, span) && span.kind() != kind);
	}

	/**
	 * Verify that a span with a name has an attribute.
	 * @param name the name of the span
	 * @param key the key of the attribute
	 * @param value the value as text
	 * @return this
	 */
	public TraceAssert hasAttribute(String name, String key, String value) {
		containsSpan(name);
		return none("Expected '" + name + "' to have " + key + "=" + value,
				(span) -> SpanNames.matches(name, span) && !Objects.equals(span.attribute(key), value));
	}

	/**
	 * Verify that no span failed.
	 * @return this
	 */
	public TraceAssert hasNoErrors() {
		return none("Expected no span to fail", TraceSpan::failed);
	}

	/**
	 * Verify that the spans with a name failed.
	 * @param name the name
	 * @return this
	 */
	public TraceAssert hasErrorAt(String name) {
		containsSpan(name);
		return none("Expected '" + name + "' to fail", (span) -> SpanNames.matches(name, span) && !span.failed());
	}

	/**
	 * Verify that the status of each span of a request matches its response: an error for
	 * 5xx, none below 400.
	 * @return this
	 */
	public TraceAssert hasConsistentStatus() {
		return none("Expected the status of each span to be that of its response", (span) -> {
			int status = span.httpStatus();
			return status > 0 && (span.failed() ? status < CLIENT_ERROR : status >= SERVER_ERROR);
		});
	}

	/**
	 * Verify that there are at most a number of spans of a kind. The returned object
	 * chooses the kind.
	 * @param most the number
	 * @return chooses what is counted
	 */
	public AtMost hasAtMost(int most) {
		return new AtMost(this, most);
	}

	/**
	 * Verify that each query is sent fewer than a number of times, whatever its values.
	 * @param times the number of times that is one too many
	 * @return this
	 */
	public TraceAssert hasNoRepeatedQuery(int times) {
		return noRepetition(times, true);
	}

	/**
	 * Verify that each peer is called fewer than a number of times on the same route.
	 * @param times the number of times that is one too many
	 * @return this
	 */
	public TraceAssert hasNoRepeatedCall(int times) {
		return noRepetition(times, false);
	}

	private TraceAssert noRepetition(int times, boolean query) {
		List<TraceSpan> spans = this.actual.spans();
		for (Repetition repetition : TraceAnalyzer.analyze(spans).repetitions()) {
			if (repetition.query() == query && repetition.count() >= times) {
				fail((query ? "The query '" : "The call '") + repetition.what() + "' is repeated " + repetition.count()
						+ " times" + places(repetition.places()), spans, repetition.spans());
			}
		}
		return this;
	}

	private static String places(List<CodePlace> places) {
		return places.isEmpty() ? ""
				: " at " + String.join(", ", places.stream().limit(5).map(CodePlace::toString).toList());
	}

	/**
	 * Verify that no name of a span contains what differs from request to request, such
	 * as an id.
	 * @return this
	 */
	public TraceAssert hasLowCardinalityNames() {
		return none("Expected names without ids", (span) -> Cardinality.isHigh(span.name()));
	}

	/**
	 * Verify that no name and no attribute contains a secret: credentials by their form
	 * or their key, card numbers, and the values that the test planted.
	 * @param planted values that must not be found
	 * @return this
	 */
	public TraceAssert hasNoSensitiveValues(String... planted) {
		SensitiveValues sensitive = new SensitiveValues(planted);
		List<TraceSpan> spans = this.actual.spans();
		for (TraceSpan span : spans) {
			String found = sensitive.find(span.name());
			if (found != null) {
				fail("The name of '" + span.name() + "' holds " + found, spans, List.of(span));
			}
			span.attributes().forEach((key, value) -> {
				String finding = sensitive.find(key, value.toString());
				if (finding != null) {
					fail("Attribute '" + key + "' of '" + span.name() + "' holds " + finding, spans, List.of(span));
				}
			});
		}
		return this;
	}

	/**
	 * Verify that spans are on the critical path, in the order of time.
	 * @param names the names
	 * @return this
	 */
	public TraceAssert criticalPathContains(String... names) {
		List<TraceSpan> spans = this.actual.await((recorded) -> TraceShape.missingOnPath(recorded, names) == null);
		String missing = TraceShape.missingOnPath(spans, names);
		if (missing != null) {
			TraceAnalysis analysis = TraceAnalyzer.analyze(spans);
			List<TraceSpan> path = analysis.contributions().stream().map(Contribution::span).toList();
			fail("Expected '" + missing + "' on the critical path, which is marked", spans, path);
		}
		return this;
	}

	/**
	 * Verify that the context is propagated on each of these ways: there is a span on
	 * both ends, one the child of the other.
	 * @param ways the ways
	 * @return this
	 */
	public TraceAssert isPropagatedTo(Propagation... ways) {
		for (Propagation way : ways) {
			List<TraceSpan> spans = this.actual.await((recorded) -> TraceShape.leads(recorded, way));
			if (!TraceShape.leads(spans, way)) {
				fail("Expected the trace to be propagated over " + way + " but it is not", spans, List.of());
			}
		}
		return this;
	}

	/**
	 * Verify that the trace equals the golden one in the test's resources, which is in
	 * its package and named after its class and method.
	 * {@code -Dobservability.test.update} writes the file.
	 * @return this
	 */
	public TraceAssert matchesGolden() {
		return matchesGolden(this.actual.files().methodName());
	}

	/**
	 * Verify that the trace equals a golden one.
	 * @param name the last part of the name of the file
	 * @return this
	 * @see #matchesGolden()
	 */
	public TraceAssert matchesGolden(String name) {
		GoldenTrace golden = new GoldenTrace(this.actual.files().golden(name));
		List<TraceSpan> spans = this.actual.await(golden::matches);
		String difference = golden.compare(spans);
		if (difference != null) {
			fail(difference, spans, List.of());
		}
		return this;
	}

	/**
	 * Verify that all spans and their attributes are in the telemetry registry, with
	 * their types.
	 * @return this
	 */
	public TraceAssert isRegistered() {
		List<TraceSpan> spans = this.actual.spans();
		Map<TraceSpan, String> findings = TelemetryRegistry.ofTest().checkSpans(spans);
		if (!findings.isEmpty()) {
			fail(String.join("\n", findings.values().stream().distinct().toList()), spans, findings.keySet());
		}
		return this;
	}

	TraceAssert atMost(int most, String what, Predicate<TraceSpan> counted) {
		List<TraceSpan> spans = this.actual.spans();
		List<TraceSpan> found = spans.stream().filter(counted).toList();
		if (found.size() > most) {
			fail("Expected at most " + most + " " + what + " but there are " + found.size(), spans, found);
		}
		return this;
	}

	private TraceAssert none(String expectation, Predicate<TraceSpan> offending) {
		List<TraceSpan> spans = this.actual.spans();
		List<TraceSpan> found = spans.stream().filter(offending).toList();
		if (!found.isEmpty()) {
			fail(expectation + " but there " + ((found.size() == 1) ? "is one that does not comply"
					: "are " + found.size() + " that do not comply"), spans, found);
		}
		return this;
	}

	private void fail(String message, List<TraceSpan> spans, Collection<TraceSpan> marked) {
		failWithMessage("%s", message + ", in trace " + this.actual.traceId() + ":\n" + TraceText.tree(spans, marked));
	}

	/**
	 * Spans of which there is at most a number.
	 */
	public static final class AtMost {

		private final TraceAssert trace;

		private final int most;

		AtMost(TraceAssert trace, int most) {
			this.trace = trace;
			this.most = most;
		}

		/**
		 * Count spans of a kind.
		 * @param kind the kind
		 * @return the assertions on the trace
		 */
		public TraceAssert spansOfKind(Kind kind) {
			return this.trace.atMost(this.most, kind + " spans", (span) -> span.kind() == kind);
		}

		/**
		 * Count spans with a name.
		 * @param name the name
		 * @return the assertions on the trace
		 */
		public TraceAssert spansNamed(String name) {
			return this.trace.atMost(this.most, "spans '" + name + "'", (span) -> SpanNames.matches(name, span));
		}

		/**
		 * Count spans that match.
		 * @param what what they are called in a failure
		 * @param counted whether a span counts
		 * @return the assertions on the trace
		 */
		public TraceAssert spansThat(String what, Predicate<TraceSpan> counted) {
			return this.trace.atMost(this.most, what, counted);
		}

		/**
		 * Count database queries.
		 * @return the assertions on the trace
		 */
		public TraceAssert queries() {
			return this.trace.atMost(this.most, "queries", (span) -> span.statement() != null);
		}

	}

}
