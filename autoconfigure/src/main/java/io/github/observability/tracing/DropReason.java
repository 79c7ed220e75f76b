package io.github.observability.tracing;

/**
 * Why spans are lost that somebody wanted.
 */
enum DropReason {

	/** The buffer held as many spans as it may. */
	FULL("full"),

	/** Their trace had as many spans as one may have. */
	TRACE("trace"),

	/** Their trace was held as long as one may be. */
	AGE("age"),

	/** The queue of spans to be exported was full. */
	QUEUE("queue"),

	/** The exporter could not deliver them. */
	EXPORT("export"),

	/** Something that is wrong in what processes them. */
	FAULT("fault");

	private final String value;

	DropReason(String value) {
		this.value = value;
	}

	/**
	 * The value of the tag.
	 */
	String value() {
		return this.value;
	}

}
