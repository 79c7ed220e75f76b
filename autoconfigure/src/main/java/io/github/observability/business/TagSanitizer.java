package io.github.observability.business;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps identifiers of persons and things and free text out of tags. They would create a
 * series per value and store personal data.
 */
final class TagSanitizer {

	/** A longer value is a text rather than a category. */
	private static final int MAX_LENGTH = 128;

	private static final int MAX_WORDS = 4;

	/** A longer run of digits identifies something. */
	private static final int MAX_DIGITS = 5;

	private static final Set<String> PERSONAL = Set.of("user", "customer", "account", "member", "patient", "person",
			"visitor", "session", "login", "username", "email", "mail", "phone", "mobile", "ip", "address", "ssn",
			"iban", "card", "uuid", "guid", "id", "token");

	private static final Set<String> FREE_TEXT = Set.of("message", "comment", "note", "notes", "text", "description",
			"title", "query", "search", "url", "stacktrace", "feedback");

	private final Set<String> allowedKeys;

	private final Set<String> personal = new HashSet<>(PERSONAL);

	TagSanitizer(Set<String> allowedKeys, Set<String> personal) {
		this.allowedKeys = allowedKeys;
		personal.forEach((word) -> this.personal.add(word.toLowerCase(Locale.ROOT)));
	}

	boolean isAllowed(String key) {
		return this.allowedKeys.contains(key);
	}

	/**
	 * Whether a key stands for a person, a thing or free text. Its last word decides:
	 * {@code user.id} does, {@code user.segment} does not.
	 * @param key the tag key
	 * @return whether it is refused
	 */
	boolean refusesKey(String key) {
		if (isAllowed(key)) {
			return false;
		}
		String last = key.substring(Math.max(key.lastIndexOf('.'), key.lastIndexOf('_')) + 1);
		return this.personal.contains(last) || FREE_TEXT.contains(last)
				|| (last.endsWith("id") && isIdOfSomething(last));
	}

	/** {@code userid}, but not {@code paid}. */
	private boolean isIdOfSomething(String word) {
		return this.personal.contains(word.substring(0, word.length() - 2));
	}

	/**
	 * Whether a value looks like an address, an identifier or a sentence.
	 * @param value the tag value
	 * @return whether it is refused
	 */
	static boolean refusesValue(String value) {
		int length = value.length();
		int words = 1;
		int digits = 0;
		int dots = 0;
		int hexadecimals = 0;
		boolean onlyNumeric = true;
		for (int i = 0; i < length; i++) {
			char c = value.charAt(i);
			digits = (c >= '0' && c <= '9') ? digits + 1 : 0;
			dots += (c == '.' || c == ':') ? 1 : 0;
			hexadecimals += (Character.digit(c, 16) >= 0) ? 1 : 0;
			onlyNumeric &= Character.digit(c, 16) >= 0 || c == '.' || c == ':' || c == '-';
			words += (c == ' ') ? 1 : 0;
			if (c == '@' || Character.isISOControl(c) || digits > MAX_DIGITS) {
				return true;
			}
		}
		boolean address = onlyNumeric && dots >= 3;
		boolean uuid = onlyNumeric && hexadecimals >= 16;
		return length > MAX_LENGTH || words > MAX_WORDS || address || uuid;
	}

}
