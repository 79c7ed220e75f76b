package io.github.observability.logging.patterns;

/**
 * Finds where a span of a text ends that is one value: a quotation, a list in brackets or
 * without blanks, a hardware address.
 */
final class TextSpans {

	static final int NONE = -1;

	/** Characters within which a quotation or a list has to end. */
	private static final int MAX_LENGTH = 256;

	/** Characters of the shortest hardware address. */
	private static final int MIN_ADDRESS = 17;

	private TextSpans() {
	}

	/**
	 * Return where a quotation or a list in brackets ends.
	 * @param text the text
	 * @param start where a character of punctuation stands
	 * @param length the length of the text
	 * @return the end, or {@link #NONE} if none begins there
	 */
	static int groupEnd(char[] text, int start, int length) {
		char open = text[start];
		return switch (open) {
			case '"', '\'', '`' -> quotationEnd(text, start, length);
			case '{' -> behind(text, start, find(text, '}', start + 1, length));
			case '[' -> {
				int end = find(text, ']', start + 1, length);
				yield isList(text, start + 1, end) ? behind(text, start, end) : NONE;
			}
			case '(' -> {
				int end = find(text, ')', start + 1, length);
				yield isListOfWords(text, start + 1, end) ? behind(text, start, end) : NONE;
			}
			default -> NONE;
		};
	}

	private static int quotationEnd(char[] text, int start, int length) {
		if (start > 0 && !Token.isEnd(text[start - 1])) {
			return NONE;
		}
		int end = find(text, text[start], start + 1, length);
		boolean closes = end != NONE && (end + 1 == length || Token.isEnd(text[end + 1]));
		return closes ? end + 1 : NONE;
	}

	/** Returns the place behind a bracket that closes, unless there is nothing inside. */
	private static int behind(char[] text, int start, int end) {
		return (end > start + 1) ? end + 1 : NONE;
	}

	private static int find(char[] text, char sought, int start, int length) {
		int last = Math.min(length, start + MAX_LENGTH);
		for (int i = start; i < last; i++) {
			if (text[i] == sought) {
				return i;
			}
		}
		return NONE;
	}

	/** Whether brackets hold a list or a single word. */
	private static boolean isList(char[] text, int start, int end) {
		boolean spaces = false;
		for (int i = start; i < end; i++) {
			if (text[i] == ',') {
				return true;
			}
			spaces |= text[i] == ' ';
		}
		return !spaces;
	}

	/** Whether parentheses hold single words that commas separate. */
	private static boolean isListOfWords(char[] text, int start, int end) {
		boolean commas = false;
		for (int i = start; i < end; i++) {
			char c = text[i];
			if (c == ',') {
				commas = true;
			}
			else if ((c == ' ') ? text[i - 1] != ',' : Token.isEnd(c)) {
				return false;
			}
		}
		return commas;
	}

	/**
	 * Return where a list without blanks or a hardware address ends.
	 * @param text the text
	 * @param start where a word begins
	 * @param wordEnd where the word ends, which is not the end of the text
	 * @param length the length of the text
	 * @return the end, or {@link #NONE} if the word is not the beginning of one
	 */
	static int compositeEnd(char[] text, int start, int wordEnd, int length) {
		if (wordEnd + 1 >= length || Token.isEnd(text[wordEnd + 1])) {
			return NONE;
		}
		if (text[wordEnd] == ',') {
			return bareListEnd(text, wordEnd, length);
		}
		return (text[wordEnd] == ':' && wordEnd - start == 2) ? addressEnd(text, start, length) : NONE;
	}

	private static int bareListEnd(char[] text, int comma, int length) {
		int end = comma;
		while (end < length && (text[end] == ',' || !Token.isEnd(text[end]))) {
			end++;
		}
		// The last word is the key of a value.
		return (end < length && text[end] == '=') ? NONE : end;
	}

	private static int addressEnd(char[] text, int start, int length) {
		int end = start;
		while (end + 2 <= length && isHex(text[end]) && isHex(text[end + 1])) {
			end += 2;
			if (end >= length || text[end] != ':') {
				break;
			}
			end++;
		}
		return (end - start >= MIN_ADDRESS) ? end : NONE;
	}

	private static boolean isHex(char c) {
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
	}

}
