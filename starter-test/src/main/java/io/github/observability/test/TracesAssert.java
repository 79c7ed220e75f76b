package io.github.observability.test;

import java.util.List;
import java.util.function.Consumer;

import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on all traces of a test.
 */
public final class TracesAssert extends AbstractAssert<TracesAssert, Traces> {

	TracesAssert(Traces actual) {
		super(actual, TracesAssert.class);
	}

	/**
	 * Verify that all spans belong to one trace. A context that is lost on its way starts
	 * another one.
	 * @return the assertions on the trace
	 */
	public TraceAssert isSingleTrace() {
		return this.actual.only().assertThat();
	}

	/**
	 * Verify the number of traces.
	 * @param expected the number
	 * @return this
	 */
	public TracesAssert hasSize(int expected) {
		List<Trace> traces = this.actual.all();
		if (traces.size() != expected) {
			failWithMessage("Expected %s traces but there are %s", expected, this.actual);
		}
		return this;
	}

	/**
	 * Verify that each trace satisfies assertions.
	 * @param assertions the assertions
	 * @return this
	 */
	public TracesAssert allSatisfy(Consumer<Trace> assertions) {
		this.actual.all().forEach(assertions);
		return this;
	}

	/**
	 * Verify that no span of any trace failed.
	 * @return this
	 */
	public TracesAssert hasNoErrors() {
		return allSatisfy((trace) -> trace.assertThat().hasNoErrors());
	}

	/**
	 * Verify that all spans and their attributes are in the telemetry registry.
	 * @return this
	 */
	public TracesAssert areRegistered() {
		return allSatisfy((trace) -> trace.assertThat().isRegistered());
	}

}
