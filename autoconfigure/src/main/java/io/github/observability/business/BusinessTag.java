package io.github.observability.business;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of business meters.
 */
enum BusinessTag implements KeyName {

	/** ISO 4217 code of an amount. */
	CURRENCY("currency"),

	/** Range that the price of a purchase is in, in major units of its currency. */
	PRICE_RANGE("price.range"),

	/** What a user did on a journey. */
	EVENT("event"),

	/** Kind of users that one belongs to. */
	SEGMENT("segment"),

	/** Name of the business meter that is spoken of. */
	METER("meter"),

	/** Tag key whose limit was reached. */
	KEY("key"),

	/** Why something was rejected. */
	REASON("reason"),

	/** Name of a funnel. */
	FUNNEL("funnel"),

	/** Step of a funnel. */
	STEP("step"),

	/** Name of a score. */
	SCORE("score"),

	/** Component of a score. */
	COMPONENT("component"),

	/** Name of a comparison of groups. */
	COMPARISON("comparison"),

	/** One of the groups that are compared. */
	GROUP("group");

	private final String key;

	BusinessTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
