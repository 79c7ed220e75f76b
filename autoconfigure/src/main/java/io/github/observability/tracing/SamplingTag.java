package io.github.observability.tracing;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of {@link SamplingMeter}.
 */
enum SamplingTag implements KeyName {

	REASON("reason");

	private final String key;

	SamplingTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
