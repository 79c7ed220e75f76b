package io.github.observability.cost;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of the meters of telemetry cost.
 */
enum CostTag implements KeyName {

	/** Which budget, by the name of its property. */
	BUDGET("budget"),

	/** The signal: {@code logs} or {@code traces}. */
	SIGNAL("signal");

	private final String key;

	CostTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
