package io.github.observability.cost.series;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of the meters of this package.
 */
enum SeriesTag implements KeyName {

	/** Name of the meter that has reached a limit. */
	METER("meter"),

	/** Key of the tag with too many values, or {@code all} for combinations of tags. */
	KEY("key");

	private final String key;

	SeriesTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
