package io.github.observability.tracing;

/**
 * Why a trace that its head decision left out is kept. The first one that applies counts.
 */
enum KeepReason {

	/** A span of it is an error. */
	ERROR("error", ProbabilityThreshold.ALWAYS),

	/** Its local root took longer than its route may take. */
	SLOW("slow", ProbabilityThreshold.ALWAYS),

	/** A meter has shown it as an exemplar. Which traces these are is no probability. */
	EXEMPLAR("exemplar", ProbabilityThreshold.UNKNOWN);

	private final String value;

	private final long threshold;

	KeepReason(String value, long threshold) {
		this.value = value;
		this.threshold = threshold;
	}

	/**
	 * The value of the attribute and of the tag.
	 */
	String value() {
		return this.value;
	}

	/**
	 * The sampling threshold that is true of traces kept for this reason.
	 */
	long threshold() {
		return this.threshold;
	}

}
