package io.github.observability.sample;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Cities where rides are offered: a fixed list, so that a city can be a tag. */
public enum City {

	/** Berlin. */
	BERLIN,

	/** Lisbon. */
	LISBON,

	/** Vienna. */
	VIENNA;

	/**
	 * Return the name of the city in JSON and as a tag value.
	 * @return the name in lower case
	 */
	@JsonValue
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
