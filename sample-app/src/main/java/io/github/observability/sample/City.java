package io.github.observability.sample;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where rides are offered: a fixed list, so that it can be a tag. */
public enum City {

	/** Berlin. */
	BERLIN,

	/** Lisbon. */
	LISBON,

	/** Vienna. */
	VIENNA;

	/**
	 * The city's name in JSON and as a tag value.
	 * @return the name in lower case
	 */
	@JsonValue
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
