package io.github.observability.logging.masking;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.github.observability.SettingsBinder;
import org.slf4j.event.KeyValuePair;

import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * Makes text fit for output: masks secrets, replaces malformed characters and cuts what
 * is longer than the limit.
 */
public final class Masking {

	/** What stands for a secret. */
	public static final String MASK = "***";

	// Text is read past its limit, so that a secret across the limit is recognized.
	private static final int MARGIN = 64;

	/** What stands for the rest of a text that was cut. */
	static final char ELLIPSIS = '\u2026';

	private final boolean enabled;

	private final SecretKeys keys;

	private final TextMasker text;

	private final ApplicationMaskers maskers;

	private final int limit;

	private final MaskingCounts counts;

	Masking(MaskingProperties settings, int limit, List<LogMasker> maskers, RegisteredMaskers beans,
			MaskingCounts counts) {
		this.enabled = settings.enabled();
		this.keys = new SecretKeys(settings.keys(), settings.allowedKeys());
		this.text = new TextMasker(this.keys, this.enabled, settings.emails(), settings.cards());
		this.maskers = new ApplicationMaskers(maskers, beans, counts);
		this.limit = limit;
		this.counts = counts;
	}

	/**
	 * Create masking from the settings, with the maskers that the application names in
	 * {@code META-INF/spring.factories} and those that are beans.
	 * @param environment the environment
	 * @param limit number of characters that a text may have
	 * @return masking
	 */
	public static Masking create(Environment environment, int limit) {
		return create(environment, limit, MaskingCounts.PROCESS);
	}

	/**
	 * Create masking that counts what it does apart from the log lines.
	 * @param environment the environment
	 * @param limit number of characters that a text may have
	 * @param counts the counts
	 * @return masking
	 */
	public static Masking create(Environment environment, int limit, MaskingCounts counts) {
		List<LogMasker> maskers = new ArrayList<>(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(LogMasker.class, ArgumentResolver.of(Environment.class, environment)));
		return new Masking(MaskingProperties.get(environment), limit, maskers, RegisteredMaskers.PROCESS, counts);
	}

	/**
	 * Check the settings of masking.
	 * @param environment the environment
	 */
	public static void check(Environment environment) {
		SettingsBinder.check(environment, MaskingProperties.PREFIX, MaskingProperties.class);
	}

	/**
	 * Whether the settings switch masking on, which they do if one of them is wrong.
	 * @param environment the environment
	 * @return whether they do
	 */
	public static boolean isOn(Environment environment) {
		return MaskingProperties.get(environment).enabled();
	}

	/**
	 * Whether secrets are masked.
	 * @return whether they are
	 */
	public boolean isEnabled() {
		return this.enabled;
	}

	/**
	 * Whether the value under a key is secret, whatever it is.
	 * @param key the key
	 * @return whether its value is masked
	 */
	public boolean isSecret(String key) {
		if (!this.enabled) {
			return false;
		}
		return this.keys.isSecret(key) || this.maskers.isSecret(key);
	}

	/**
	 * Whether the value under the key of an attribute of a span is secret. The first
	 * segments of the key name components. Maskers are asked for the key and for its last
	 * segment.
	 */
	boolean isSecretAttribute(String key) {
		if (!this.enabled) {
			return false;
		}
		if (this.keys.isSecretAttribute(key) || this.maskers.isSecret(key)) {
			return true;
		}
		int segment = key.lastIndexOf('.') + 1;
		return segment != 0 && !this.maskers.isEmpty() && this.maskers.isSecret(key.substring(segment));
	}

	/**
	 * Return the maskers that are beans.
	 * @return the maskers, another list whenever they change
	 */
	public List<LogMasker> beans() {
		return this.maskers.beans();
	}

	/**
	 * Return what stands for the value of a secret key, and count it.
	 * @return the mask
	 */
	public String secret() {
		this.counts.masked();
		return MASK;
	}

	/**
	 * Whether a number is that of a payment card.
	 * @param key the key of the number
	 * @param number the number
	 * @return whether it is masked, which the number of an id is not
	 */
	public boolean isCard(String key, Object number) {
		return isCard(number) && !SecretKeys.isIdentifier(key, 0, key.length());
	}

	private boolean isCard(Object number) {
		if (number instanceof Long || number instanceof AtomicLong) {
			return this.text.isCard(((Number) number).longValue());
		}
		if (number instanceof BigInteger || number instanceof BigDecimal) {
			double value = ((Number) number).doubleValue();
			return value < Long.MAX_VALUE && this.text.isCard(((Number) number).longValue());
		}
		return false;
	}

	int limit() {
		return this.limit;
	}

	/**
	 * Cut a text that is masked later. The rest is longer than the limit of
	 * {@link #clean(String, int)}, which can then tell that the text went on and hides a
	 * secret that reading stops in.
	 * @param text the text
	 * @param limit number of characters that it may have once it is masked
	 * @return the beginning, the same instance if that is all
	 */
	public static String beginning(String text, int limit) {
		int end = limit + 2 * MARGIN;
		return (text.length() > end) ? text.substring(0, end) : text;
	}

	/**
	 * Whether {@link #clean(String)} cuts a text.
	 * @param text the text
	 * @return whether it is longer than the limit
	 */
	public boolean isTooLong(String text) {
		return text.length() > this.limit;
	}

	/**
	 * Make a text fit for output.
	 * @param text the text
	 * @return the same instance if nothing had to change
	 */
	public String clean(String text) {
		return clean(text, this.limit);
	}

	/**
	 * Make the value of a key fit for output.
	 * @param key the key
	 * @param value the value
	 * @return the same instance if nothing had to change
	 */
	public String cleanValue(String key, String value) {
		return cleanValue(key, value, this.limit);
	}

	/**
	 * Make the value of a key fit for output.
	 * @param key the key
	 * @param value the value
	 * @param limit number of characters that it may have
	 * @return the same instance if nothing had to change
	 */
	public String cleanValue(String key, String value, int limit) {
		return clean(value, limit, !(isNumber(value) && SecretKeys.isIdentifier(key, 0, key.length())));
	}

	/** Whether a text is nothing but a number, whose digits may be in groups. */
	private static boolean isNumber(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!Characters.isDigit(c) && c != '-' && c != ' ') {
				return false;
			}
		}
		return !text.isEmpty();
	}

	/**
	 * Make a text fit for output.
	 * @param text the text
	 * @param limit number of characters that it may have
	 * @return the same instance if nothing had to change
	 */
	public String clean(String text, int limit) {
		return clean(text, limit, true);
	}

	private String clean(String text, int limit, boolean numbers) {
		if (text.length() <= limit) {
			return byUsers(this.text.mask(text, text.length(), numbers, this.counts), numbers);
		}
		int read = Math.min(text.length(), limit + MARGIN);
		String masked = byUsers(this.text.mask(text, read, numbers, this.counts), numbers);
		// Masking shortened the text: hide what reading stopped in.
		int end = (read < text.length() && !masked.endsWith(MASK))
				? Math.min(limit, Math.max(0, masked.length() - MARGIN)) : limit;
		if (masked.length() <= end) {
			return masked;
		}
		end = (end > 0 && Character.isHighSurrogate(masked.charAt(end - 1))) ? end - 1 : end;
		return masked.substring(0, end) + ELLIPSIS;
	}

	private String byUsers(String text, boolean numbers) {
		if (!this.enabled || this.maskers.isEmpty()) {
			return text;
		}
		String masked = this.maskers.mask(text);
		if (masked == null) {
			// What a masker cannot read may hold a secret.
			return MASK;
		}
		if (masked == text) {
			return text;
		}
		this.counts.masked();
		return this.text.mask(masked, masked.length(), numbers, this.counts);
	}

	/**
	 * Return values of secret keys, which the message of their line may repeat. Objects
	 * other than strings and numbers may have changed since and are not asked.
	 * @param mdc the MDC
	 * @param pairs the key-value pairs
	 * @return the values
	 */
	public List<String> secrets(Map<String, String> mdc, List<KeyValuePair> pairs) {
		List<String> secrets = new ArrayList<>();
		mdc.forEach((key, value) -> {
			if (key != null && value != null && isSecret(key)) {
				RepeatedSecrets.remember(value, secrets);
			}
		});
		for (KeyValuePair pair : pairs) {
			if ((pair.value instanceof String || pair.value instanceof Number) && isSecret(String.valueOf(pair.key))) {
				RepeatedSecrets.remember(pair.value.toString(), secrets);
			}
		}
		return secrets;
	}

	/**
	 * Mask values of secret keys where a text repeats them as whole words, as a message
	 * does that has the same value as an argument.
	 * @param text the text
	 * @param secrets the values
	 * @return the same instance if it repeats none
	 */
	public String withoutSecrets(String text, List<String> secrets) {
		return RepeatedSecrets.mask(text, secrets, this.counts);
	}

}
