package io.github.observability.tracing;

import java.util.Locale;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/**
 * Why the trace of a span was sampled when it started.
 */
enum SamplingReason {

	/**
	 * Its randomness was above the threshold of the sampler.
	 */
	HEAD,

	/**
	 * Its randomness was above the threshold of a rule.
	 */
	RULE,

	/**
	 * Its randomness was above a threshold that the limit of traces per second had
	 * raised.
	 */
	RATE,

	/**
	 * It was the first of its route in a minute.
	 */
	FLOOR,

	/**
	 * Its caller asked for it and knew the secret.
	 */
	FORCED;

	/**
	 * Attribute on the span that the decision was made for.
	 */
	static final AttributeKey<String> KEY = AttributeKey.stringKey("sampling.reason");

	private final String value = name().toLowerCase(Locale.ROOT);

	private final Attributes attributes = Attributes.of(AttributeKey.stringKey("sampling.reason"), this.value);

	String value() {
		return this.value;
	}

	Attributes attributes() {
		return this.attributes;
	}

}
