package io.github.observability.logging;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * Makes texts fit for a line: cut to its limit, well-formed, and without secrets.
 */
final class Masking {

	/**
	 * Read past the limit, so that a secret across it is recognized and none of it left.
	 */
	private static final int MARGIN = 64;

	private static final char ELLIPSIS = '\u2026';

	private final boolean enabled;

	private final SecretKeys keys;

	private final TextMasker text;

	private final List<LogMasker> maskers;

	private final MaskerBeans beans;

	private final int limit;

	private final LineCounts counts;

	Masking(LoggingProperties.Masking settings, int limit, List<LogMasker> maskers, MaskerBeans beans,
			LineCounts counts) {
		this.enabled = settings.enabled();
		this.keys = new SecretKeys(settings.keys(), settings.allowedKeys());
		this.text = new TextMasker(this.keys, this.enabled, settings.email());
		this.maskers = this.enabled ? List.copyOf(maskers) : List.of();
		this.beans = beans;
		this.limit = limit;
		this.counts = counts;
	}

	static Masking create(LoggingProperties properties, Environment environment, LineCounts counts) {
		List<LogMasker> maskers = new ArrayList<>(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(LogMasker.class, ArgumentResolver.of(Environment.class, environment)));
		return new Masking(properties.masking(), properties.maxLineBytes(), maskers, MaskerBeans.PROCESS, counts);
	}

	boolean isSecret(String key) {
		if (!this.enabled) {
			return false;
		}
		if (this.keys.isSecret(key)) {
			return true;
		}
		try {
			return isSecret(key, this.maskers) || isSecret(key, this.beans.current());
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			// What a masker could not decide may be a secret.
			this.counts.replaced();
			return true;
		}
	}

	private static boolean isSecret(String key, List<LogMasker> maskers) {
		for (LogMasker masker : maskers) {
			if (masker.isSecret(key)) {
				return true;
			}
		}
		return false;
	}

	/** The beans that take part; another list once they change. */
	List<LogMasker> beans() {
		return this.beans.current();
	}

	/**
	 * The text that stands for the value of a secret key.
	 */
	String secret() {
		this.counts.masked();
		return TextMasker.MASK;
	}

	boolean isCard(Object number) {
		if (number instanceof Long || number instanceof AtomicLong) {
			return this.text.isCard(((Number) number).longValue());
		}
		if (number instanceof BigInteger || number instanceof BigDecimal) {
			double value = ((Number) number).doubleValue();
			return value < Long.MAX_VALUE && this.text.isCard(((Number) number).longValue());
		}
		return false;
	}

	boolean isTooLong(String text) {
		return text.length() > this.limit;
	}

	/**
	 * Make a text fit for a line.
	 * @param text the text
	 * @return the same instance if it was fit before
	 */
	String clean(String text) {
		return clean(text, this.limit);
	}

	String clean(String text, int limit) {
		if (text.length() <= limit) {
			return byUsers(this.text.mask(text, text.length(), this.counts));
		}
		int read = Math.min(text.length(), limit + MARGIN);
		String masked = byUsers(this.text.mask(text, read, this.counts));
		// What is shorter now must not show what reading has stopped in.
		int end = (read < text.length() && !masked.endsWith(TextMasker.MASK))
				? Math.min(limit, Math.max(0, masked.length() - MARGIN)) : limit;
		if (masked.length() <= end) {
			return masked;
		}
		end = (end > 0 && Character.isHighSurrogate(masked.charAt(end - 1))) ? end - 1 : end;
		return masked.substring(0, end) + ELLIPSIS;
	}

	private String byUsers(String text) {
		List<LogMasker> current = this.beans.current();
		if (!this.enabled || (this.maskers.isEmpty() && current.isEmpty())) {
			return text;
		}
		String masked = text;
		try {
			for (LogMasker masker : this.maskers) {
				masked = masker.mask(masked);
			}
			for (LogMasker masker : current) {
				masked = masker.mask(masked);
			}
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			// What a masker could not look through may be a secret.
			this.counts.replaced();
			return TextMasker.MASK;
		}
		if (masked == text) {
			return text;
		}
		this.counts.masked();
		return this.text.mask(masked, masked.length(), this.counts);
	}

	/**
	 * Mask values of secret keys where they stand in a text too, as a message does that
	 * was given the same value as an argument.
	 */
	String withoutSecrets(String text, List<String> secrets) {
		String masked = text;
		for (String secret : secrets) {
			if (masked.contains(secret)) {
				masked = masked.replace(secret, TextMasker.MASK);
				this.counts.masked();
			}
		}
		return masked;
	}

}
