package io.github.observability.business;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of business meters.
 */
enum BusinessTag implements KeyName {

	/** ISO 4217 code of an amount. */
	CURRENCY("currency"),

	/** Price range of a purchase, in major units of its currency. */
	PRICE_RANGE("price.range"),

	/** Action of a user on a journey. */
	EVENT("event"),

	/** Segment of a user. */
	SEGMENT("segment"),

	/** Name of the affected business meter. */
	METER("meter"),

	/** Tag key whose value was replaced. */
	KEY("key"),

	/** Reason of a rejection. */
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

	/** Name of a compared group. */
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
