package io.github.observability.logging.level;

import java.time.Duration;

import io.github.observability.InvalidSettingException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for tokens that raise the log levels of single requests.
 *
 * @param secret Secret that tokens are signed with. Tokens are ignored if it is not set.
 * @param header Header of the request that holds the token.
 * @param maxValidity Longest time for which a token may be valid.
 * @param maxRequestsPerMinute Maximum number of requests a minute for which tokens raise
 * levels.
 */
@ConfigurationProperties(LevelTokenProperties.PREFIX)
record LevelTokenProperties(@DefaultValue("") String secret, @DefaultValue("X-Log-Level-Token") String header,
		@DefaultValue("1h") Duration maxValidity, @DefaultValue("60") int maxRequestsPerMinute) {

	static final String PREFIX = "observability.logging.level-token";

	/** Bytes of the hash: a shorter secret is easier to guess than the signature. */
	static final int MIN_SECRET = 32;

	private static final Duration LONGEST = Duration.ofDays(1);

	LevelTokenProperties {
		if (!secret.isEmpty() && secret.length() < MIN_SECRET) {
			throw new InvalidSettingException("'" + PREFIX + ".secret' has only " + secret.length() + " characters",
					"Use at least " + MIN_SECRET + ", such as the output of 'openssl rand -hex 32'.");
		}
		if (header.isBlank()) {
			throw new InvalidSettingException(PREFIX + ".header", header, "a header has a name",
					"Use a name such as X-Log-Level-Token.");
		}
		if (maxValidity.isNegative() || maxValidity.isZero() || maxValidity.compareTo(LONGEST) > 0) {
			throw new InvalidSettingException(PREFIX + ".max-validity", maxValidity,
					"a token is valid for more than nothing and at most a day", "Use a duration such as 1h.");
		}
		if (maxRequestsPerMinute < 1) {
			throw new InvalidSettingException(PREFIX + ".max-requests-per-minute", maxRequestsPerMinute,
					"no token would be accepted", "Use a positive number, or remove the secret.");
		}
	}

}
