package io.github.observability.test;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds secrets by their form, by the key they stand at, or because a test planted them.
 */
final class SensitiveValues {

	private static final Map<String, Pattern> FORMS = Map.of("a JSON web token",
			Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*"), "credentials of a request",
			Pattern.compile("(?i)\\b(?:bearer|basic)\\s+(?!\\*)[A-Za-z0-9+/=._~-]{8,}"), "a private key",
			Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"), "an access key of AWS",
			Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"), "credentials in a URL",
			Pattern.compile("\\b[a-z][a-z0-9+.-]*://[^/\\s:@]+:(?!\\*)[^/\\s@]+@"), "a password", Pattern.compile(
					"(?i)\\b(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?token)\\s*[=:]\\s*(?![*?\\s])[^\\s&,;]{3,}"));

	private static final Pattern KEY = Pattern
		.compile("(?i)(?:^|[._-])(?:password|passwd|secret|authorization|cookie|api[._-]?key|token|credentials?)$");

	private static final Pattern DIGITS = Pattern.compile("(?<![\\w.-])\\d(?:[ -]?\\d){12,18}(?![\\w.-])");

	private final List<String> planted;

	SensitiveValues(String... planted) {
		this.planted = List.of(planted);
	}

	/**
	 * Look at a value and the key it stands at.
	 * @return what was found, {@code null} if nothing
	 */
	@Nullable String find(String key, String value) {
		if (KEY.matcher(key).find() && !value.isBlank() && !isMasked(value)) {
			return "a value that its key calls secret";
		}
		return find(value);
	}

	private static boolean isMasked(String value) {
		return value.contains("***") || value.toLowerCase(Locale.ROOT).contains("masked")
				|| value.toLowerCase(Locale.ROOT).contains("redacted");
	}

	/**
	 * Look at a text.
	 * @return what was found, {@code null} if nothing
	 */
	@Nullable String find(String text) {
		for (String value : this.planted) {
			if (text.contains(value)) {
				return "the planted value '" + value + "'";
			}
		}
		for (Map.Entry<String, Pattern> form : FORMS.entrySet()) {
			if (form.getValue().matcher(text).find()) {
				return form.getKey();
			}
		}
		Matcher digits = DIGITS.matcher(text);
		while (digits.find()) {
			if (isCardNumber(digits.group())) {
				return "a card number";
			}
		}
		return null;
	}

	/**
	 * The check digit by Luhn's algorithm.
	 */
	private static boolean isCardNumber(String text) {
		int sum = 0;
		boolean twice = false;
		for (int i = text.length() - 1; i >= 0; i--) {
			int digit = Character.digit(text.charAt(i), 10);
			if (digit < 0) {
				continue;
			}
			int value = twice ? 2 * digit : digit;
			sum += (value > 9) ? value - 9 : value;
			twice = !twice;
		}
		return sum % 10 == 0 && sum > 0;
	}

}
