package io.github.observability.tracing.export;

/**
 * Why spans were lost.
 */
public enum DropReason {

	/** The buffer of the tail sampler was full. */
	FULL("full"),

	/** Their trace had as many spans as the tail sampler holds of one trace. */
	TRACE("trace"),

	/** Their trace took longer than the tail sampler waits for. */
	AGE("age"),

	/** The queue of spans to export was full. */
	QUEUE("queue"),

	/** The exporter could not deliver them. */
	EXPORT("export"),

	/** The code that processes spans failed. */
	FAULT("fault");

	private final String value;

	DropReason(String value) {
		this.value = value;
	}

	/**
	 * Return the value of the tag.
	 * @return the value
	 */
	public String value() {
		return this.value;
	}

}
