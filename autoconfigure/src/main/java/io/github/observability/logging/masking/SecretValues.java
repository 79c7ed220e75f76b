package io.github.observability.logging.masking;

/**
 * Finds the value of a secret key: in quotes of any depth of escaping, in brackets with
 * all that they nest, up to the end of a header, on the next line, or a word.
 */
final class SecretValues {

	/** How Spring writes fields that it cannot bind. */
	private static final String REJECTED = "rejected value [";

	/** A sentence is read no further, as a line may have many. */
	private static final int MAX_SENTENCE = 256;

	private SecretValues() {
	}

	/**
	 * Finds the value of a secret key.
	 * @param text the text
	 * @param keyStart where the key begins
	 * @param keyEnd where the key ends
	 * @param separator where the separator behind the key is
	 * @param end where to stop reading
	 * @param kind what the key holds
	 * @param quoted whether the key is in quotes
	 */
	static long find(String text, int keyStart, int keyEnd, int separator, int end, SecretKeys.Kind kind,
			boolean quoted) {
		int start = separator + 1;
		while (start < end && isArrow(text.charAt(start))) {
			start++;
		}
		while (start < end && Characters.isBlank(text.charAt(start))) {
			start++;
		}
		if (start == end || text.startsWith(Masking.MASK, start)) {
			return Span.NONE;
		}
		if (text.startsWith(REJECTED, start)) {
			start = Math.min(start + REJECTED.length() - 1, end - 1);
		}
		boolean colon = text.charAt(separator) == ':';
		if (colon && text.charAt(start) == '!') {
			start = YamlValues.behindTag(text, start, end);
		}
		char first = text.charAt(start);
		if (Characters.isLineEnd(first)) {
			return YamlValues.onNextLines(text, keyStart, start, end);
		}
		if (colon && YamlValues.isBlockScalar(text, start, end)) {
			return YamlValues.onNextLines(text, keyStart, YamlValues.endOfLine(text, start, end), end);
		}
		if (isPlaceholder(text, start)) {
			return Span.NONE;
		}
		if (kind == SecretKeys.Kind.HEADER) {
			return ofHeader(text, keyStart, keyEnd, separator, start, end, quoted);
		}
		if (Characters.isOpening(first)) {
			return DelimitedValues.inBrackets(text, start, end);
		}
		if (DelimitedValues.startsQuotes(text, start, end)) {
			return DelimitedValues.inQuotes(text, start, end);
		}
		if (colon && !quoted && separator + 1 < start && HarmlessValues.isProse(text, keyEnd, start, end)) {
			return Span.NONE;
		}
		int type = endOfType(text, start, end);
		if (type < end && Characters.isOpening(text.charAt(type))) {
			long nested = DelimitedValues.inBrackets(text, type, end);
			return (nested != Span.NONE) ? Span.of(start, Math.min(end, Span.end(nested) + 1)) : nested;
		}
		int stop = endOfWord(text, start, end);
		return HarmlessValues.isNoValue(text, keyEnd, start, stop) ? Span.NONE : Span.of(start, stop);
	}

	private static long ofHeader(String text, int keyStart, int keyEnd, int separator, int start, int end,
			boolean quoted) {
		boolean named = text.charAt(separator) == ':' && !quoted;
		int from = start;
		int open = endOfType(text, start, end);
		if (open < end && Characters.isOpening(text.charAt(open))) {
			int close = DelimitedValues.endOfBrackets(text, open, end);
			if (open == start && (close == end || !HeaderValues.goesOn(text, close))) {
				return DelimitedValues.inBrackets(text, start, end);
			}
			from = Math.min(end, close + 1);
		}
		if (DelimitedValues.startsQuotes(text, start, end)) {
			return HeaderValues.inQuotes(text, start, end, named);
		}
		if (named && separator + 1 < start) {
			int limit = Math.min(end, start + MAX_SENTENCE);
			if (HarmlessValues.isProseOfHeader(text, start, HeaderValues.end(text, keyStart, start, limit))) {
				return Span.NONE;
			}
		}
		int stop = HeaderValues.end(text, quoted ? 0 : keyStart, from, end);
		return HarmlessValues.isNoValue(text, keyEnd, start, stop) ? Span.NONE : Span.of(start, stop);
	}

	private static boolean isArrow(char c) {
		return c == '=' || c == '>';
	}

	/** Returns the end of a type's name, in front of the brackets of its fields. */
	private static int endOfType(String text, int start, int end) {
		int i = start;
		while (i < end && i - start < SecretKeys.MAX_LENGTH
				&& (Characters.isLetterOrDigit(text.charAt(i)) || ".$@_".indexOf(text.charAt(i)) != -1)) {
			i++;
		}
		return i;
	}

	/**
	 * A value without quotes may hold punctuation, so punctuation ends it only in front
	 * of a blank or of more punctuation.
	 */
	static int endOfWord(String text, int start, int end) {
		int i = start;
		while (i < end) {
			char c = text.charAt(i);
			if (Characters.isSpace(c) || Characters.isQuote(c) || c == '&' || c == ';' || c == '<'
					|| isEscapedQuote(text, i) || text.startsWith("%26", i)) {
				return i;
			}
			if (c == ',' || Characters.isClosing(c)) {
				char next = (i + 1 < end) ? text.charAt(i + 1) : ' ';
				if (Characters.isSpace(next) || Characters.isQuote(next) || next == ',' || next == ';'
						|| Characters.isClosing(next)) {
					return i;
				}
			}
			i++;
		}
		return end;
	}

	private static boolean isEscapedQuote(String text, int at) {
		return text.charAt(at) == '\\' && at + 1 < text.length()
				&& (Characters.isQuote(text.charAt(at + 1)) || text.charAt(at + 1) == '\\');
	}

	/** A variable that is still to be replaced. */
	private static boolean isPlaceholder(String text, int at) {
		return text.startsWith("${", at) || text.startsWith("#{", at) || text.startsWith("{{", at);
	}

}
