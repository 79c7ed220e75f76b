package io.github.observability.tracing.sampling;

import java.util.Locale;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/**
 * Why the head sampler sampled a trace.
 */
public enum SamplingReason {

	/**
	 * Its randomness is above the threshold of the sampler.
	 */
	HEAD,

	/**
	 * Its randomness is above the threshold of a rule.
	 */
	RULE,

	/**
	 * Its randomness is above a threshold that the rate limiter raised.
	 */
	RATE_LIMIT,

	/**
	 * It is the first of its route within a minute.
	 */
	MINIMUM,

	/**
	 * Its caller asked for it and knows the secret.
	 */
	FORCED;

	/**
	 * Attribute of the span that the decision was made for.
	 */
	public static final AttributeKey<String> KEY = AttributeKey.stringKey("sampling.reason");

	private final String value = name().toLowerCase(Locale.ROOT).replace('_', '-');

	private final Attributes attributes = Attributes.of(AttributeKey.stringKey("sampling.reason"), this.value);

	String value() {
		return this.value;
	}

	Attributes attributes() {
		return this.attributes;
	}

}
