package io.github.observability.slo;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of the counters of objectives.
 */
enum SloTag implements KeyName {

	/** Name of the objective. */
	SLO("slo"),

	/** {@code good}, {@code bad} or {@code ignored}. */
	RESULT("result");

	private final String key;

	SloTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
