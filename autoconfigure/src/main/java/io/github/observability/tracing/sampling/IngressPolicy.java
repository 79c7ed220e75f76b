package io.github.observability.tracing.sampling;

/**
 * What happens to the trace that a caller sends.
 */
enum IngressPolicy {

	/**
	 * The ids and the sampling decision of the caller apply.
	 */
	TRUST,

	/**
	 * The ids of the caller apply, and this application decides on sampling.
	 */
	LOCAL,

	/**
	 * A new trace starts here, with a link to the span of the caller.
	 */
	RESTART

}
