package io.github.observability.logging.masking;

/**
 * Finds where the value of a secret header ends. Strings and brackets in it belong to it,
 * as in {@code Cookie: theme="dark"; SESSION=x}. One that is never closed goes on to the
 * end of the line, so that a value is masked rather too far than not far enough.
 */
final class HeaderValues {

	private HeaderValues() {
	}

	/**
	 * Finds the end of a value without quotes of its own: of the line, or of the string
	 * or brackets that hold the header.
	 * @param text the text
	 * @param keyStart where the key begins, behind a quote that ends the value if there
	 * is one
	 * @param start where the value begins
	 * @param end where to stop reading
	 */
	static int end(String text, int keyStart, int start, int end) {
		int stop = (keyStart > 0 && Characters.isQuote(text.charAt(keyStart - 1)))
				? endOfQuoted(text, keyStart - 1, start, end, true) : endOfUnquoted(text, start, end);
		while (stop > start && Characters.isBlank(text.charAt(stop - 1))) {
			stop--;
		}
		return stop;
	}

	/**
	 * Finds a value in quotes.
	 * @param text the text
	 * @param at where the quote begins that opens it, or the backslashes in front
	 * @param end where to stop reading
	 * @param list whether more values may follow, as where Spring writes its headers
	 */
	static long inQuotes(String text, int at, int end, boolean list) {
		int open = behindBackslashes(text, at, end);
		int stop = endOfQuoted(text, open, open + 1, end, false);
		int next = list ? nextInList(text, stop, end) : end;
		while (next < end) {
			int quote = behindBackslashes(text, next, end);
			int nextStop = endOfQuoted(text, quote, quote + 1, end, false);
			if (nextStop - quote <= SecretKeys.MAX_LENGTH && isKey(text, nextStop, end)) {
				break;
			}
			stop = nextStop;
			next = nextInList(text, stop, end);
		}
		return HarmlessValues.isNoValue(text, -1, open + 1, stop) ? Span.NONE : Span.of(open + 1, stop);
	}

	/** Whether a value does not end where a quote or a bracket of it closes. */
	static boolean goesOn(String text, int at) {
		return at + 1 < text.length() && (isWord(text.charAt(at + 1)) || "_%;=".indexOf(text.charAt(at + 1)) != -1);
	}

	private static boolean isWord(char c) {
		return Characters.isLetterOrDigit(c) || c >= 128;
	}

	private static int endOfUnquoted(String text, int start, int end) {
		int depth = 0;
		int i = start;
		while (i < end && !Characters.isLineEnd(text.charAt(i))) {
			char c = text.charAt(i);
			int next = i + 1;
			if (Characters.isOpening(c)) {
				depth++;
			}
			else if (Characters.isClosing(c)) {
				if (depth == 0 && !goesOn(text, i)) {
					return i;
				}
				depth = Math.max(0, depth - 1);
			}
			else if (DelimitedValues.startsQuotes(text, i, end)) {
				int quote = behindBackslashes(text, i, end);
				if (DelimitedValues.isApostrophe(text, quote)) {
					next = quote + 1;
				}
				else if (depth > 0 || opens(text, i, quote, end, false)) {
					next = behindString(text, i, quote, end);
				}
				else {
					return i;
				}
			}
			else if (c == '\\') {
				next = behindBackslashes(text, i, end);
			}
			i = next;
		}
		return Math.min(i, end);
	}

	/**
	 * Finds the quote that closes a value. A value with strings of its own, which headers
	 * in text have, is on one line.
	 */
	private static int endOfQuoted(String text, int open, int start, int end, boolean ofLine) {
		char quote = text.charAt(open);
		int level = DelimitedValues.levelOf(open - beforeBackslashes(text, open));
		boolean oneLine = ofLine;
		int depth = 0;
		int backslashes = 0;
		int i = start;
		while (i < end) {
			char c = text.charAt(i);
			int run = i - backslashes;
			int next = i + 1;
			if (oneLine && Characters.isLineEnd(c)) {
				return i;
			}
			if (Characters.isOpening(c)) {
				depth++;
			}
			else if (Characters.isClosing(c)) {
				depth = Math.max(0, depth - 1);
			}
			else if (c == quote && DelimitedValues.closes(backslashes, level)
					&& !DelimitedValues.isApostrophe(text, i)) {
				if (depth == 0 && !opens(text, run, i, end, true)) {
					return Math.max(start, i - DelimitedValues.outerBackslashes(backslashes, level));
				}
				oneLine = true;
				next = behindString(text, run, i, end);
			}
			backslashes = (c == '\\') ? backslashes + 1 : 0;
			i = next;
		}
		return end;
	}

	/**
	 * Whether a quote opens a string in a value rather than closing the one around it.
	 * The padding of Base64 in front of a quote looks like the name of a parameter.
	 */
	private static boolean opens(String text, int run, int quote, int end, boolean enclosed) {
		boolean parameter = run > 0 && text.charAt(run - 1) == '=';
		char next = (quote + 1 < text.length()) ? text.charAt(quote + 1) : ' ';
		if (!parameter) {
			return goesOn(text, quote);
		}
		if (isWord(next) || ("_-~+/=%{[(".indexOf(next) != -1 && !text.startsWith("/>", quote + 1))) {
			return true;
		}
		int partner = DelimitedValues.closingQuote(text, run, quote, end, true);
		if (partner == end) {
			return !enclosed || end < text.length();
		}
		return Characters.isLineEnd(text.charAt(partner)) ? !enclosed : endsString(text, partner);
	}

	/** Whether what stands behind a quote says that it closes a string. */
	private static boolean endsString(String text, int quote) {
		char next = (quote + 1 < text.length()) ? text.charAt(quote + 1) : ' ';
		if (Characters.isQuote(next) || next == '\\') {
			return text.charAt(quote - 1) != ':';
		}
		return Characters.isSpace(next) || Characters.isClosing(next) || next == ',' || next == ';';
	}

	private static int behindString(String text, int run, int quote, int end) {
		int partner = DelimitedValues.closingQuote(text, run, quote, end, true);
		return (partner < end && Characters.isQuote(text.charAt(partner))) ? partner + 1 : partner;
	}

	/** Returns where the next value of a list begins, the end if there is none. */
	private static int nextInList(String text, int stop, int end) {
		int comma = behindQuote(text, stop, end);
		if (comma >= end || text.charAt(comma) != ',') {
			return end;
		}
		int next = comma + 1;
		while (next < end && Characters.isBlank(text.charAt(next))) {
			next++;
		}
		return DelimitedValues.startsQuotes(text, next, end) ? next : end;
	}

	/** Whether what is in quotes is the next key, as in JSON, instead of a value. */
	private static boolean isKey(String text, int stop, int end) {
		int i = behindQuote(text, stop, end);
		while (i < end && Characters.isBlank(text.charAt(i))) {
			i++;
		}
		return i < end && (text.charAt(i) == ':' || text.charAt(i) == '=');
	}

	private static int behindQuote(String text, int stop, int end) {
		return Math.min(end, behindBackslashes(text, stop, end) + 1);
	}

	private static int behindBackslashes(String text, int at, int end) {
		int i = at;
		while (i < end && text.charAt(i) == '\\') {
			i++;
		}
		return i;
	}

	private static int beforeBackslashes(String text, int at) {
		int i = at;
		while (i > 0 && text.charAt(i - 1) == '\\') {
			i--;
		}
		return i;
	}

}
