package io.github.observability.incidents;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of the meters of incidents.
 */
enum IncidentTag implements KeyName {

	/** The signal, such as {@code latency GET /rides/{id}}. */
	SIGNAL("signal");

	private final String key;

	IncidentTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
