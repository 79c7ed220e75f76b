package io.github.observability;

import io.micrometer.common.docs.KeyName;

/**
 * Attribute that a feature puts on spans.
 */
public interface SpanAttribute extends KeyName {

	/**
	 * Return the type by OpenTelemetry's name.
	 * @return {@code string}, {@code int}, {@code double} or {@code boolean}
	 */
	String type();

	/**
	 * Return a description.
	 * @return one sentence
	 */
	String description();

}
