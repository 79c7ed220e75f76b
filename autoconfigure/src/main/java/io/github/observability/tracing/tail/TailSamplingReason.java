package io.github.observability.tracing.tail;

import io.github.observability.tracing.sampling.ProbabilityThreshold;

/**
 * Why the tail sampler samples a trace. The first reason that applies counts.
 */
enum TailSamplingReason {

	/** One of its spans is an error. */
	ERROR("error", ProbabilityThreshold.ALWAYS),

	/** Its local root is slow. */
	SLOW("slow", ProbabilityThreshold.ALWAYS),

	/** An exemplar of a meter refers to it. Such traces are not a probability sample. */
	EXEMPLAR("exemplar", ProbabilityThreshold.UNKNOWN);

	private final String value;

	private final long threshold;

	TailSamplingReason(String value, long threshold) {
		this.value = value;
		this.threshold = threshold;
	}

	/**
	 * The value of the attribute and the tag.
	 */
	String value() {
		return this.value;
	}

	/**
	 * The sampling threshold of traces with this reason.
	 */
	long threshold() {
		return this.threshold;
	}

}
