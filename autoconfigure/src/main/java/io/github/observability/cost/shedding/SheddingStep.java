package io.github.observability.cost.shedding;

import java.util.Locale;

/**
 * Kinds of telemetry that are shed under pressure, in this order. Counts, errors and
 * access lines are not among them.
 */
enum SheddingStep {

	/** Lines of the levels {@code DEBUG} and {@code TRACE}. */
	DEBUG_LINES,

	/** Exemplars, and the traces that are sampled for them. */
	EXEMPLARS,

	/** Profiles. */
	PROFILING,

	/**
	 * Tail sampling of slow traces, and all but the local roots of traces with errors.
	 */
	TAIL_SAMPLING,

	/** Most of the traces that head sampling samples. */
	HEAD_SAMPLING;

	private final String value = name().toLowerCase(Locale.ROOT).replace('_', '-');

	/**
	 * Return the name by which the endpoint shows it.
	 * @return the name
	 */
	String value() {
		return this.value;
	}

}
