package io.github.observability;

import io.micrometer.common.docs.KeyName;

/**
 * Attribute that a feature puts on spans.
 */
public interface SpanAttribute extends KeyName {

	/**
	 * Return what the attribute is.
	 * @return the definition
	 */
	Definition definition();

	@Override
	default String asString() {
		return definition().key();
	}

	/**
	 * What an attribute is.
	 *
	 * @param key its key
	 * @param type its type by OpenTelemetry's name, such as {@code string}, {@code int},
	 * {@code double}, {@code boolean} or {@code string[]}
	 * @param description what it says, in one sentence
	 */
	record Definition(String key, String type, String description) {

	}

}
