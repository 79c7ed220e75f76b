package io.github.observability.logging.level;

import java.util.Locale;

/**
 * What becomes of a token.
 */
enum TokenOutcome {

	ACCEPTED("accepted"),

	TOO_LONG("it is too long"),

	MALFORMED("it is malformed"),

	WRONG_SIGNATURE("its signature is wrong"),

	EXPIRED("it has expired or would be valid for too long"),

	FROM_THE_FUTURE("it was issued in the future"),

	REPLAYED("it was used for as many requests as it allows"),

	RATE_LIMITED("too many requests use tokens");

	private final String description;

	TokenOutcome(String description) {
		this.description = description;
	}

	String description() {
		return this.description;
	}

	String tag() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
