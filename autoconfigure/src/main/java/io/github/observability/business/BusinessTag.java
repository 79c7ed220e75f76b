package io.github.observability.business;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of business meters.
 */
enum BusinessTag implements KeyName {

	/** ISO 4217 code of an amount. */
	CURRENCY("currency"),

	/** Name of the business meter that is spoken of. */
	METER("meter"),

	/** Tag key whose limit was reached. */
	KEY("key");

	private final String key;

	BusinessTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
