package io.github.observability.tracing;

/**
 * Says whether somebody wants the spans that the head decision leaves out. They are then
 * recorded, but not sampled: the flag that goes to other services stays as it is.
 */
@FunctionalInterface
interface RecordedSpans {

	/**
	 * Whether spans that are not sampled are recorded. Asked whenever a span starts, so
	 * it must neither block nor throw.
	 * @return whether they are
	 */
	boolean isWanted();

}
