package io.github.observability.logging.masking;

/**
 * Finds secrets that have a shape of their own, whatever stands in front of them: tokens,
 * credentials of HTTP, private keys, and addresses of people.
 */
final class Credentials {

	private static final int MIN_CREDENTIAL = 8;

	private static final int MIN_PLAIN_CREDENTIAL = 24;

	private static final int MAX_LOCAL_PART = 64;

	private static final int MAX_PEM_LABEL = 40;

	private Credentials() {
	}

	/** Finds the token that begins with a word. */
	static long token(String text, int at, int end) {
		char first = text.charAt(at);
		if (at > 0 && Characters.isBase64Url(text.charAt(at - 1)) && !isEscape(text, at - 1)) {
			return Span.NONE;
		}
		if (first == 'e') {
			return jwt(text, at, end);
		}
		if (first == 'B' || first == 'b') {
			return credential(text, at, end);
		}
		return TokenShape.begins(first) ? TokenShape.find(text, at, end) : Span.NONE;
	}

	private static boolean isEscape(String text, int at) {
		return at > 0 && text.charAt(at - 1) == '\\';
	}

	/** {@code eyJ} is how an encoded JSON object begins. */
	private static long jwt(String text, int start, int end) {
		if (!text.startsWith("eyJ", start)) {
			return Span.NONE;
		}
		int first = start;
		while (first < end && Characters.isBase64Url(text.charAt(first))) {
			first++;
		}
		if (first - start < MIN_CREDENTIAL) {
			return Span.NONE;
		}
		if (first == end) {
			return (end < text.length()) ? Span.of(start, end) : Span.NONE;
		}
		if (text.charAt(first) != '.') {
			return Span.NONE;
		}
		// Three parts, or five of which some are empty where it is encrypted.
		int stop = first;
		while (stop < end && (Characters.isBase64Url(text.charAt(stop)) || text.charAt(stop) == '.')) {
			stop++;
		}
		while (text.charAt(stop - 1) == '.') {
			stop--;
		}
		return (stop - first >= MIN_CREDENTIAL / 2) ? Span.of(start, stop) : Span.NONE;
	}

	private static long credential(String text, int at, int end) {
		boolean bearer = text.regionMatches(true, at, "bearer ", 0, 7);
		if (!bearer && !text.regionMatches(true, at, "basic ", 0, 6)) {
			return Span.NONE;
		}
		int start = at + (bearer ? 7 : 6);
		while (start < end && text.charAt(start) == ' ') {
			start++;
		}
		int stop = start;
		boolean encoded = false;
		while (stop < end && Characters.isCredential(text.charAt(stop))) {
			char c = text.charAt(stop);
			encoded |= Characters.isDigit(c) || c == '=' || (stop > start && Characters.isUpperCase(c));
			stop++;
		}
		// 'Basic authentication' is not a credential.
		return (stop - start >= MIN_CREDENTIAL && (encoded || stop - start >= MIN_PLAIN_CREDENTIAL))
				? Span.of(start, stop) : Span.NONE;
	}

	static long privateKey(String text, int at, int end) {
		int label = at;
		while (!text.startsWith("PRIVATE KEY", label)) {
			if (++label > at + MAX_PEM_LABEL) {
				return Span.NONE;
			}
		}
		int close = text.indexOf("-----END ", label);
		if (close == -1 || close >= end) {
			return Span.of(at, end);
		}
		int last = text.indexOf("-----", close + 9);
		return Span.of(at, (last != -1 && last + 5 <= end) ? last + 5 : end);
	}

	static long email(String text, int at, int end) {
		int start = at;
		while (start > 0 && at - start < MAX_LOCAL_PART && Characters.isLocalPart(text.charAt(start - 1))) {
			start--;
		}
		int stop = at + 1;
		int dot = -1;
		while (stop < end && (Characters.isLetterOrDigit(text.charAt(stop)) || text.charAt(stop) == '-'
				|| (text.charAt(stop) == '.' && stop + 1 < end && Characters.isLetterOrDigit(text.charAt(stop + 1))))) {
			dot = (text.charAt(stop) == '.') ? stop : dot;
			stop++;
		}
		return (start < at && dot > at + 1) ? Span.of(start, stop) : Span.NONE;
	}

}
