package io.github.observability.logging.masking;

/**
 * Finds values in quotes of any depth of escaping, and in brackets with all that they
 * nest.
 */
final class DelimitedValues {

	private DelimitedValues() {
	}

	/** Whether a quote begins, behind the backslashes that escape it. */
	static boolean startsQuotes(String text, int at, int end) {
		int i = at;
		while (i < end && text.charAt(i) == '\\') {
			i++;
		}
		return i < end && Characters.isQuote(text.charAt(i));
	}

	static long inQuotes(String text, int at, int end) {
		int open = at;
		while (text.charAt(open) == '\\') {
			open++;
		}
		int stop = endOfQuotes(text, at, open, end);
		return HarmlessValues.isNoValue(text, -1, open + 1, stop) ? Span.NONE : Span.of(open + 1, stop);
	}

	/**
	 * Finds the end of a string. A quote in JSON that is text of another JSON has one
	 * backslash in front, a quote in the text of that has three, and so on.
	 */
	private static int endOfQuotes(String text, int runStart, int open, int end) {
		int closing = closingQuote(text, runStart, open, end, false);
		int run = closing;
		while (run > open + 1 && text.charAt(run - 1) == '\\') {
			run--;
		}
		return (closing == end) ? end
				: Math.max(open + 1, closing - outerBackslashes(closing - run, levelOf(open - runStart)));
	}

	/**
	 * Finds the quote that closes a string.
	 * @param text the text
	 * @param runStart where the backslashes in front of the opening quote begin
	 * @param open the opening quote
	 * @param end where to stop reading
	 * @param oneLine whether a string ends with its line if nothing closes it
	 * @return the quote, the end of the line or the end
	 */
	static int closingQuote(String text, int runStart, int open, int end, boolean oneLine) {
		char quote = text.charAt(open);
		int level = levelOf(open - runStart);
		int backslashes = 0;
		for (int i = open + 1; i < end; i++) {
			char c = text.charAt(i);
			if ((oneLine && Characters.isLineEnd(c))
					|| (c == quote && closes(backslashes, level) && !isApostrophe(text, i))) {
				return i;
			}
			backslashes = (c == '\\') ? backslashes + 1 : 0;
		}
		return end;
	}

	/** The quote in {@code 'it's'}, as {@code toString()} writes it, ends no value. */
	static boolean isApostrophe(String text, int at) {
		return text.charAt(at) == '\'' && at + 1 < text.length() && Characters.isLetterOrDigit(text.charAt(at + 1))
				&& Characters.isLetterOrDigit(text.charAt(at - 1));
	}

	static int levelOf(int backslashes) {
		int level = 0;
		for (int run = backslashes; (run & 1) == 1; run = (run - 1) / 2) {
			level++;
		}
		return level;
	}

	static boolean closes(int backslashes, int level) {
		int run = backslashes;
		for (int i = 0; i < level; i++) {
			if ((run & 1) == 0) {
				return true;
			}
			run = (run - 1) / 2;
		}
		return (run & 1) == 0;
	}

	/** Backslashes in front of a closing quote that belong to it. */
	static int outerBackslashes(int backslashes, int level) {
		return Math.min(backslashes, (1 << level) - 1);
	}

	/** Finds what is in brackets: to the matching one, past those in strings. */
	static long inBrackets(String text, int at, int end) {
		int stop = endOfBrackets(text, at, end);
		return HarmlessValues.isNoValue(text, -1, at + 1, stop) ? Span.NONE : Span.of(at + 1, stop);
	}

	static int endOfBrackets(String text, int at, int end) {
		int depth = 0;
		int i = at;
		while (i < end) {
			char c = text.charAt(i);
			if (Characters.isOpening(c)) {
				depth++;
			}
			else if (Characters.isClosing(c) && --depth == 0) {
				break;
			}
			else if (c == '\\' || (Characters.isQuote(c) && opensString(text, i))) {
				i = endOfString(text, i, end);
				continue;
			}
			i++;
		}
		return Math.min(i, end);
	}

	/** An apostrophe inside a word opens no string. */
	private static boolean opensString(String text, int at) {
		return text.charAt(at) == '"' || at == 0 || !Characters.isLetterOrDigit(text.charAt(at - 1));
	}

	private static int endOfString(String text, int at, int end) {
		int open = at;
		while (open < end && text.charAt(open) == '\\') {
			open++;
		}
		if (open == end || !Characters.isQuote(text.charAt(open))) {
			return Math.min(end, open + 1);
		}
		int stop = endOfQuotes(text, at, open, end);
		while (stop < end && text.charAt(stop) == '\\') {
			stop++;
		}
		return Math.min(end, stop + 1);
	}

}
