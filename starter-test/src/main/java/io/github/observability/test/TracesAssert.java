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
	 * All spans belong to one trace. A context that is lost on its way makes a second.
	 * @return the assertions on the trace
	 */
	public TraceAssert isSingleTrace() {
		return this.actual.only().assertThat();
	}

	/**
	 * There are so many traces.
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
	 * Each trace satisfies assertions.
	 * @param assertions the assertions
	 * @return this
	 */
	public TracesAssert allSatisfy(Consumer<Trace> assertions) {
		this.actual.all().forEach(assertions);
		return this;
	}

	/**
	 * No span of any trace failed.
	 * @return this
	 */
	public TracesAssert hasNoErrors() {
		return allSatisfy((trace) -> trace.assertThat().hasNoErrors());
	}

	/**
	 * All spans and their attributes are in the telemetry registry.
	 * @return this
	 */
	public TracesAssert areRegistered() {
		return allSatisfy((trace) -> trace.assertThat().isRegistered());
	}

}
