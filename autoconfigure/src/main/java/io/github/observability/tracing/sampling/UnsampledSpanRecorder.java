package io.github.observability.tracing.sampling;

/**
 * Wants to see the spans that the head sampler rejects. They are then recorded without
 * being sampled, so the flag that other services receive does not change.
 */
@FunctionalInterface
public interface UnsampledSpanRecorder {

	/**
	 * Whether unsampled spans are recorded. The sampler asks whenever a span starts, so
	 * this method must neither block nor throw.
	 * @return whether unsampled spans are recorded
	 */
	boolean isRecording();

}
