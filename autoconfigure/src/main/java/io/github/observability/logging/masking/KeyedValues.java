package io.github.observability.logging.masking;

import java.util.Set;

/**
 * Finds the secret behind a separator: reads the key in front of it backwards, in a
 * bounded number of characters, and then the value of a secret key forward.
 */
final class KeyedValues {

	/** Blanks between a key and what follows it, as tables of settings have them. */
	static final int MAX_PADDING = 32;

	private static final int MIN_SIGNATURE = 20;

	/** Keys under which lists of headers and parameters have the key of a value. */
	private static final WordSet NAMES = new WordSet(
			Set.of("name", "key", "header", "field", "param", "parameter", "property", "id"));

	private static final WordSet VALUES = new WordSet(Set.of("value", "val", "values"));

	private static final WordSet SIGNATURES = new WordSet(
			Set.of("sig", "signature", "x-amz-signature", "x-goog-signature"));

	private final SecretKeys keys;

	KeyedValues(SecretKeys keys) {
		this.keys = keys;
	}

	/**
	 * Finds the value of a key.
	 * @param from where to look for the key, backwards
	 * @param separator where the separator ends
	 */
	long find(String text, int from, int separator, int end) {
		int keyEnd = from;
		while (keyEnd > 0 && from - keyEnd < MAX_PADDING && Characters.isBlank(text.charAt(keyEnd - 1))) {
			keyEnd--;
		}
		// The spelling of forms, as in 'user[password]='.
		if (keyEnd > 1 && text.charAt(separator) == '=' && text.charAt(keyEnd - 1) == ']') {
			keyEnd--;
		}
		int unquoted = beforeQuote(text, keyEnd);
		boolean quoted = unquoted != keyEnd;
		keyEnd = unquoted;
		int keyStart = startOfKey(text, keyEnd);
		if (keyStart == keyEnd || isPartOfName(text, keyStart, separator)) {
			return Span.NONE;
		}
		SecretKeys.Kind kind = kind(text, keyStart, keyEnd, quoted);
		if (kind == SecretKeys.Kind.NONE && VALUES.contains(text, keyStart, keyEnd)) {
			kind = name(text, keyStart);
		}
		if (kind == SecretKeys.Kind.NONE) {
			return isSignature(text, keyStart, keyEnd) ? signature(text, separator + 1, end) : Span.NONE;
		}
		return SecretValues.find(text, keyStart, keyEnd, separator, end, kind, quoted);
	}

	/** A colon may also stand within a name: that of an XML element, or of a resource. */
	private static boolean isPartOfName(String text, int keyStart, int separator) {
		if (text.charAt(separator) != ':' || keyStart == 0 || separator + 1 >= text.length()
				|| Characters.isSpace(text.charAt(separator + 1))) {
			return false;
		}
		char before = text.charAt(keyStart - 1);
		return before == '<' || before == ':' || (before == '/' && keyStart > 1 && text.charAt(keyStart - 2) == '<');
	}

	private SecretKeys.Kind kind(String text, int keyStart, int keyEnd, boolean quoted) {
		if (!quoted && keyStart > 1 && text.charAt(keyStart - 1) == ' ') {
			int wordEnd = keyStart - 1;
			int wordStart = startOfKey(text, wordEnd);
			if (WordSet.equal(text, keyStart, keyEnd, "token") && SecretKeys.isOfParser(text, wordStart, wordEnd)) {
				return SecretKeys.Kind.NONE;
			}
			// The spelling with a blank, as in 'API key: '.
			if (WordSet.equal(text, keyStart, keyEnd, "key") && SecretKeys.isKindOfKey(text, wordStart, wordEnd)) {
				return this.keys.find(text, wordStart, keyEnd);
			}
		}
		return this.keys.find(text, keyStart, keyEnd);
	}

	/**
	 * Returns what the key holds that stands in front of a {@code value}, as in
	 * {@code {name=Authorization, value=x}}, {@code <entry key="password">} and
	 * {@code Secret[value=x]}.
	 */
	SecretKeys.Kind name(String text, int at) {
		if (at > 1 && Characters.isOpening(text.charAt(at - 1))) {
			return this.keys.find(text, startOfKey(text, at - 1), at - 1);
		}
		int nameEnd = skipBack(text, at, " \t\r\n\"'`\\,;");
		int nameStart = startOfKey(text, nameEnd);
		int separator = skipBack(text, nameStart, " \t\"'`\\");
		if (nameStart == nameEnd || separator == 0
				|| (text.charAt(separator - 1) != '=' && text.charAt(separator - 1) != ':')) {
			return SecretKeys.Kind.NONE;
		}
		int keyEnd = skipBack(text, separator - 1, " \t\"'`\\");
		return NAMES.contains(text, startOfKey(text, keyEnd), keyEnd) ? this.keys.find(text, nameStart, nameEnd)
				: SecretKeys.Kind.NONE;
	}

	static int skipBack(String text, int from, String characters) {
		int i = from;
		while (i > 0 && from - i < MAX_PADDING && characters.indexOf(text.charAt(i - 1)) != -1) {
			i--;
		}
		return i;
	}

	private static int beforeQuote(String text, int at) {
		int i = at;
		if (i > 0 && Characters.isQuote(text.charAt(i - 1))) {
			i--;
			while (i > 0 && at - i < MAX_PADDING && text.charAt(i - 1) == '\\') {
				i--;
			}
		}
		return i;
	}

	static int startOfKey(String text, int keyEnd) {
		int start = keyEnd;
		while (start > 0 && keyEnd - start < SecretKeys.MAX_LENGTH && Characters.isKeyPart(text.charAt(start - 1))) {
			start--;
		}
		return start;
	}

	/** A parameter that gives access to what the URL names. */
	private static boolean isSignature(String text, int keyStart, int keyEnd) {
		return keyStart > 0 && (text.charAt(keyStart - 1) == '?' || text.charAt(keyStart - 1) == '&')
				&& SIGNATURES.contains(text, keyStart, keyEnd);
	}

	private static long signature(String text, int start, int end) {
		int stop = SecretValues.endOfWord(text, start, end);
		return (stop - start >= MIN_SIGNATURE) ? Span.of(start, stop) : Span.NONE;
	}

}
