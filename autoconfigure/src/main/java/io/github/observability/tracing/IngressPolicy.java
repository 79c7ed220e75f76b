package io.github.observability.tracing;

/**
 * What becomes of the trace that a caller sends.
 */
enum IngressPolicy {

	/**
	 * Its ids and its decision are kept.
	 */
	TRUST,

	/**
	 * Its ids are kept, and whether it is sampled is decided here.
	 */
	LOCAL,

	/**
	 * It ends, and a new trace with a link to it begins here.
	 */
	RESTART

}
