package io.github.observability.logging.masking;

/**
 * Masks secrets in text in one pass that neither allocates on clean text nor goes back:
 * the characters that a secret is recognized by are looked up in a table, and what
 * follows them is read once. Halves of surrogate pairs, which no JSON encoder accepts,
 * are replaced on the way.
 */
final class TextMasker {

	static final String MASK = Masking.MASK;

	private static final String REJECTED = "rejected value [";

	private static final char REPLACEMENT = '\uFFFD';

	private static final int ASCII = 128;

	private static final int MIN_CREDENTIAL = 8;

	private static final int MAX_AUTHORITY = 512;

	private static final int MAX_LOCAL_PART = 64;

	private static final int MAX_PEM_LABEL = 40;

	/** Blanks between a key and what follows it, as tables of settings have them. */
	private static final int MAX_PADDING = 32;

	private static final long NOTHING = -1;

	private final SecretKeys keys;

	private final boolean[] triggers = new boolean[ASCII];

	private final boolean masking;

	TextMasker(SecretKeys keys, boolean masking, boolean email) {
		this.keys = keys;
		this.masking = masking;
		if (masking) {
			for (char trigger : "0123456789:=>JBb-".toCharArray()) {
				this.triggers[trigger] = true;
			}
			this.triggers['@'] = email;
		}
	}

	/**
	 * Mask what is secret in a text.
	 * @param text the text
	 * @param end where to stop reading
	 * @param counts counts the masked secrets
	 * @return the text up to where reading stopped, the same instance if that is all of
	 * it and nothing had to change
	 */
	String mask(String text, int end, MaskingCounts counts) {
		StringBuilder masked = null;
		int copied = 0;
		int i = 0;
		while (i < end) {
			char c = text.charAt(i);
			if (c < ASCII) {
				if (!this.triggers[c]) {
					i++;
					continue;
				}
				long span = find(text, c, i, end);
				int start = (int) (span >>> Integer.SIZE);
				if (span == NOTHING || start < copied) {
					i = Characters.isDigit(c) ? endOfDigits(text, i, end) : i + 1;
					continue;
				}
				masked = (masked != null) ? masked : new StringBuilder(end);
				masked.append(text, copied, start).append(MASK);
				counts.masked();
				copied = (int) span;
				i = copied;
			}
			else if (!Character.isSurrogate(c)) {
				i++;
			}
			else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
				i += 2;
			}
			else {
				masked = (masked != null) ? masked : new StringBuilder(end);
				masked.append(text, copied, i).append(REPLACEMENT);
				i++;
				copied = i;
			}
		}
		if (masked != null) {
			return masked.append(text, Math.min(copied, end), end).toString();
		}
		return (end == text.length()) ? text : text.substring(0, end);
	}

	/** Start and end of the secret that a character gives away. */
	private long find(String text, char trigger, int at, int end) {
		return switch (trigger) {
			case ':' -> (text.startsWith("://", at)) ? urlPassword(text, at, end) : keyed(text, at, end);
			case '=' -> keyed(text, at, end);
			case '>' -> element(text, at, end);
			case 'J' -> jwt(text, at, end);
			case 'B', 'b' -> credential(text, at, end);
			case '-' -> privateKey(text, at, end);
			case '@' -> email(text, at, end);
			default -> {
				int stop = CardNumbers.end(text, at, end);
				yield (stop != -1) ? span(at, stop) : NOTHING;
			}
		};
	}

	private static long span(int start, int end) {
		return ((long) start << Integer.SIZE) | end;
	}

	private long keyed(String text, int at, int end) {
		int keyEnd = at;
		while (keyEnd > 0 && at - keyEnd < MAX_PADDING && Characters.isBlank(text.charAt(keyEnd - 1))) {
			keyEnd--;
		}
		// The spelling of forms, as in 'user[password]='.
		if (keyEnd > 1 && text.charAt(at) == '=' && text.charAt(keyEnd - 1) == ']') {
			keyEnd--;
		}
		if (keyEnd > 0 && Characters.isQuote(text.charAt(keyEnd - 1))) {
			keyEnd--;
			if (keyEnd > 0 && text.charAt(keyEnd - 1) == '\\') {
				keyEnd--;
			}
		}
		int keyStart = startOfKey(text, keyEnd, keyEnd - SecretKeys.MAX_LENGTH);
		// The spelling with a blank, as in 'API key: '.
		if (keyEnd - keyStart == 3 && text.regionMatches(true, keyStart, "key", 0, 3) && keyStart > 0
				&& text.charAt(keyStart - 1) == ' ') {
			keyStart = startOfKey(text, keyStart - 1, keyEnd - SecretKeys.MAX_LENGTH);
		}
		SecretKeys.Word word = (keyStart < keyEnd) ? this.keys.find(text, keyStart, keyEnd) : null;
		return (word != null) ? value(text, at + 1, end, word.header()) : NOTHING;
	}

	private static int startOfKey(String text, int keyEnd, int limit) {
		int start = keyEnd;
		while (start > 0 && start > limit && Characters.isKeyPart(text.charAt(start - 1))) {
			start--;
		}
		return start;
	}

	private static long value(String text, int from, int end, boolean header) {
		int start = from;
		while (start < end
				&& (Characters.isBlank(text.charAt(start)) || text.charAt(start) == '=' || text.charAt(start) == '>')) {
			start++;
		}
		if (start == end || text.startsWith(MASK, start)) {
			return NOTHING;
		}
		// As Spring writes the fields that it does not bind.
		if (text.startsWith(REJECTED, start)) {
			start = Math.min(start + REJECTED.length() - 1, end - 1);
		}
		char first = text.charAt(start);
		if (first == '\\' && start + 1 < end && Characters.isQuote(text.charAt(start + 1))) {
			return span(start + 2, endOfEscapedQuotes(text, start + 2, end, text.charAt(start + 1)));
		}
		if (Characters.isQuote(first)) {
			return span(start + 1, endOfQuotes(text, start + 1, end, first));
		}
		if (first == '[' || first == '{' || first == '(') {
			int close = text.indexOf((first == '(') ? ')' : (char) (first + 2), start);
			return span(start + 1, (close != -1 && close < end) ? close : end);
		}
		int stop = header ? endOfHeader(text, start, end) : endOfWord(text, start, end);
		return (stop > start) ? span(start, stop) : NOTHING;
	}

	private static int endOfQuotes(String text, int start, int end, char quote) {
		int i = start;
		while (i < end && text.charAt(i) != quote) {
			i += (text.charAt(i) == '\\') ? 2 : 1;
		}
		return Math.min(i, end);
	}

	private static int endOfEscapedQuotes(String text, int start, int end, char quote) {
		for (int i = start; i + 1 < end; i++) {
			if (text.charAt(i) == '\\' && text.charAt(i + 1) == quote) {
				return i;
			}
		}
		return end;
	}

	private static int endOfHeader(String text, int start, int end) {
		int i = start;
		while (i < end && !Characters.isLineEnd(text.charAt(i)) && !Characters.isQuote(text.charAt(i))
				&& !Characters.isClosing(text.charAt(i))) {
			i++;
		}
		return i;
	}

	/**
	 * A value without quotes may hold punctuation itself, so that ends it only in front
	 * of a blank or of more punctuation.
	 */
	private static int endOfWord(String text, int start, int end) {
		int i = start;
		while (i < end) {
			char c = text.charAt(i);
			if (Characters.isBlank(c) || Characters.isLineEnd(c) || Characters.isQuote(c) || c == '&' || c == ';'
					|| c == '<') {
				return i;
			}
			if (c == ',' || Characters.isClosing(c)) {
				char next = (i + 1 < end) ? text.charAt(i + 1) : ' ';
				if (Characters.isBlank(next) || Characters.isLineEnd(next) || Characters.isQuote(next) || next == ','
						|| Characters.isClosing(next)) {
					return i;
				}
			}
			i++;
		}
		return end;
	}

	private long element(String text, int at, int end) {
		int start = startOfKey(text, at, at - SecretKeys.MAX_LENGTH);
		if (start == at || start == 0 || text.charAt(start - 1) != '<' || this.keys.find(text, start, at) == null) {
			return NOTHING;
		}
		int close = text.indexOf('<', at);
		int stop = (close != -1 && close < end) ? close : end;
		return (stop > at + 1) ? span(at + 1, stop) : NOTHING;
	}

	/** The password in {@code scheme://user:password@host}. */
	private static long urlPassword(String text, int at, int end) {
		int colon = -1;
		int limit = Math.min(end, at + MAX_AUTHORITY);
		for (int i = at + 3; i < limit; i++) {
			char c = text.charAt(i);
			if (c == '@') {
				return (colon != -1 && i > colon + 1) ? span(colon + 1, i) : NOTHING;
			}
			if (c == ':' && colon == -1) {
				colon = i;
			}
			else if (Characters.isBlank(c) || Characters.isLineEnd(c) || Characters.isQuote(c) || c == '/' || c == '?'
					|| c == '#') {
				return NOTHING;
			}
		}
		// Where reading stops, a password may go on.
		return (limit == end && end < text.length() && colon != -1 && end > colon + 1) ? span(colon + 1, end) : NOTHING;
	}

	/** {@code eyJ} is how an encoded JSON object begins. */
	private static long jwt(String text, int at, int end) {
		int start = at - 2;
		if (start < 0 || text.charAt(start) != 'e' || text.charAt(at - 1) != 'y'
				|| (start > 0 && Characters.isBase64Url(text.charAt(start - 1)))) {
			return NOTHING;
		}
		int first = endOfBase64Url(text, start, end);
		if (first - start < MIN_CREDENTIAL) {
			return NOTHING;
		}
		if (first == end && end < text.length()) {
			return span(start, end);
		}
		if (first == end || text.charAt(first) != '.') {
			return NOTHING;
		}
		// Three parts, or five of which some are empty where it is encrypted.
		int stop = first;
		while (stop < end && (Characters.isBase64Url(text.charAt(stop)) || text.charAt(stop) == '.')) {
			stop++;
		}
		while (text.charAt(stop - 1) == '.') {
			stop--;
		}
		return (stop - first >= MIN_CREDENTIAL / 2) ? span(start, stop) : NOTHING;
	}

	private static long credential(String text, int at, int end) {
		if (at > 0 && Characters.isKeyPart(text.charAt(at - 1)) && text.charAt(at - 1) != '.') {
			return NOTHING;
		}
		boolean bearer = text.regionMatches(true, at, "bearer ", 0, 7);
		if (!bearer && !text.regionMatches(true, at, "basic ", 0, 6)) {
			return NOTHING;
		}
		int start = at + (bearer ? 7 : 6);
		while (start < end && text.charAt(start) == ' ') {
			start++;
		}
		int stop = start;
		boolean encoded = false;
		while (stop < end && Characters.isCredential(text.charAt(stop))) {
			char c = text.charAt(stop);
			encoded |= Characters.isDigit(c) || c == '=' || (stop > start && c >= 'A' && c <= 'Z');
			stop++;
		}
		// 'Basic authentication' is no credential.
		return (stop - start >= MIN_CREDENTIAL && (bearer || encoded)) ? span(start, stop) : NOTHING;
	}

	private static long privateKey(String text, int at, int end) {
		if (!text.startsWith("-----BEGIN ", at)) {
			return NOTHING;
		}
		int label = at;
		while (!text.startsWith("PRIVATE KEY", label)) {
			if (++label > at + MAX_PEM_LABEL) {
				return NOTHING;
			}
		}
		int close = text.indexOf("-----END ", label);
		if (close == -1 || close >= end) {
			return span(at, end);
		}
		int last = text.indexOf("-----", close + 9);
		return span(at, (last != -1 && last + 5 <= end) ? last + 5 : end);
	}

	private static long email(String text, int at, int end) {
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
		return (start < at && dot > at + 1) ? span(start, stop) : NOTHING;
	}

	/**
	 * Whether a number is that of a payment card.
	 */
	boolean isCard(long number) {
		return this.masking && CardNumbers.isCard(number);
	}

	private static int endOfDigits(String text, int start, int end) {
		int i = start;
		while (i < end && Characters.isDigit(text.charAt(i))) {
			i++;
		}
		return i;
	}

	private static int endOfBase64Url(String text, int start, int end) {
		int i = start;
		while (i < end && Characters.isBase64Url(text.charAt(i))) {
			i++;
		}
		return i;
	}

}
