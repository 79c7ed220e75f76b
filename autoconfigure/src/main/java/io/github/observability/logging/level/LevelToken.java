package io.github.observability.logging.level;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a signed token says: which levels to raise, until when and for how many requests.
 * Its text is {@code v1.<content>.<HMAC-SHA256>}.
 *
 * @param id the id of the token
 * @param issuedAt when it was issued
 * @param expiresAt when it expires
 * @param requests for how many requests it may be used
 * @param levels level by the name of a logger, {@code ROOT} for all
 */
record LevelToken(String id, Instant issuedAt, Instant expiresAt, int requests, Map<String, String> levels) {

	/** Characters of a header that are read. */
	static final int MAX_LENGTH = 1_024;

	static final String ROOT = "ROOT";

	static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO");

	private static final String VERSION = "v1";

	private static final String ALGORITHM = "HmacSHA256";

	/** Clocks of instances differ. */
	private static final Duration SKEW = Duration.ofSeconds(30);

	private static final int PARTS = 3;

	private static final int FIELDS = 5;

	private static final int MAX_LEVELS = 20;

	LevelToken {
		levels = Map.copyOf(levels);
	}

	/** Returns the text of the token. */
	String sign(String secret) {
		String content = String.join(";", this.id, Long.toString(this.issuedAt.getEpochSecond()),
				Long.toString(this.expiresAt.getEpochSecond()), Integer.toString(this.requests),
				this.levels.entrySet()
					.stream()
					.map((level) -> level.getKey() + "=" + level.getValue())
					.sorted()
					.collect(Collectors.joining(",")));
		String signed = VERSION + "." + encode(content.getBytes(StandardCharsets.UTF_8));
		return signed + "." + encode(hmac(signed, secret));
	}

	/**
	 * Read a token.
	 * @param text the text of the token
	 * @param secret the secret
	 * @param now the time
	 * @param maxValidity how long a token may be valid
	 * @return the token
	 * @throws RefusedException if the token is not to be used
	 */
	static LevelToken verify(String text, String secret, Instant now, Duration maxValidity) throws RefusedException {
		if (text.length() > MAX_LENGTH) {
			throw new RefusedException(TokenOutcome.TOO_LONG);
		}
		String[] parts = text.split("\\.", -1);
		if (parts.length != PARTS || !parts[0].equals(VERSION)) {
			throw new RefusedException(TokenOutcome.MALFORMED);
		}
		byte[] signature = decode(parts[2]);
		if (!MessageDigest.isEqual(hmac(parts[0] + "." + parts[1], secret), signature)) {
			throw new RefusedException(TokenOutcome.WRONG_SIGNATURE);
		}
		LevelToken token = read(new String(decode(parts[1]), StandardCharsets.UTF_8));
		if (token.issuedAt.isAfter(now.plus(SKEW))) {
			throw new RefusedException(TokenOutcome.FROM_THE_FUTURE);
		}
		if (!now.isBefore(token.expiresAt) || token.expiresAt.isAfter(token.issuedAt.plus(maxValidity))) {
			throw new RefusedException(TokenOutcome.EXPIRED);
		}
		return token;
	}

	private static LevelToken read(String content) throws RefusedException {
		String[] fields = content.split(";", -1);
		if (fields.length != FIELDS) {
			throw new RefusedException(TokenOutcome.MALFORMED);
		}
		try {
			return new LevelToken(fields[0], Instant.ofEpochSecond(Long.parseLong(fields[1])),
					Instant.ofEpochSecond(Long.parseLong(fields[2])), Integer.parseInt(fields[3]), levels(fields[4]));
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			throw new RefusedException(TokenOutcome.MALFORMED);
		}
	}

	/**
	 * Read levels.
	 * @param text levels as {@code logger=level}, separated by commas
	 * @return the levels by logger
	 */
	static Map<String, String> levels(String text) {
		Map<String, String> levels = new LinkedHashMap<>();
		for (String entry : text.split(",", -1)) {
			int separator = entry.indexOf('=');
			String logger = (separator > 0) ? entry.substring(0, separator) : "";
			String level = entry.substring(separator + 1);
			if (logger.isEmpty() || logger.indexOf(';') != -1 || !LEVELS.contains(level)) {
				throw new IllegalArgumentException("'" + entry + "' is no logger=level with one of " + LEVELS);
			}
			levels.put(logger, level);
		}
		if (levels.size() > MAX_LEVELS) {
			throw new IllegalArgumentException("A token has at most " + MAX_LEVELS + " levels");
		}
		return levels;
	}

	private static byte[] hmac(String text, String secret) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
			return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Each Java platform has " + ALGORITHM, ex);
		}
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static byte[] decode(String text) throws RefusedException {
		try {
			return Base64.getUrlDecoder().decode(text);
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedException(TokenOutcome.MALFORMED);
		}
	}

	/**
	 * Signals a token that is not to be used. It has no stack trace, as anyone can cause
	 * it.
	 */
	static final class RefusedException extends Exception {

		private static final long serialVersionUID = 1L;

		private final TokenOutcome outcome;

		RefusedException(TokenOutcome outcome) {
			super(outcome.description(), null, false, false);
			this.outcome = outcome;
		}

		TokenOutcome outcome() {
			return this.outcome;
		}

	}

}
