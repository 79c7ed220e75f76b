package io.github.observability.slo.cause;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of the counter of causes.
 */
enum CauseTag implements KeyName {

	/** Name of the objective. */
	SLO("slo"),

	/** Name of the dependency, {@code self} or {@code other}. */
	CAUSE("cause");

	private final String key;

	CauseTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
