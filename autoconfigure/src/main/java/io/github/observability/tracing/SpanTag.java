package io.github.observability.tracing;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of the meters of spans.
 */
enum SpanTag implements KeyName {

	/** Why spans were lost, or a trace was kept. */
	REASON("reason");

	private final String key;

	SpanTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
