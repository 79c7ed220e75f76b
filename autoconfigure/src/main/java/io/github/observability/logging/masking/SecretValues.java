package io.github.observability.logging.masking;

import java.util.Set;

/**
 * Finds the value of a secret key: in quotes of any depth of escaping, in brackets with
 * all that they nest, up to the end of a header, on the next line, or a word.
 */
final class SecretValues {

	/** How Spring writes fields that it cannot bind. */
	private static final String REJECTED = "rejected value [";

	/** Values that say that there is none, or that another hides it already. */
	private static final WordSet NO_VALUES = new WordSet(Set.of("null", "nil", "none", "true", "false", "yes", "no",
			"undefined", "empty", "n/a", "protected", "redacted", "masked", "hidden", "filtered"));

	/** Words with which a sentence goes on behind a colon. */
	private static final WordSet PROSE = new WordSet(
			Set.of("must", "is", "was", "are", "has", "have", "not", "cannot", "can", "should", "may", "required",
					"expired", "invalid", "missing", "expected", "too", "rejected", "accepted", "granted", "denied",
					"failed", "unknown", "please", "the", "a", "an", "at", "changed", "empty", "incorrect", "wrong",
					"ok", "absent", "present", "valid", "blank", "size", "length", "does", "did", "could"));

	private static final int MIN_BARE_TOKEN = 16;

	private static final int MAX_COUNT = 3;

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
			start = behindTag(text, start, end);
		}
		char first = text.charAt(start);
		if (Characters.isLineEnd(first)) {
			return onNextLines(text, keyStart, start, end);
		}
		if (colon && isBlockScalar(text, start, end)) {
			return onNextLines(text, keyStart, endOfLine(text, start, end), end);
		}
		if (isPlaceholder(text, start)) {
			return Span.NONE;
		}
		if (Characters.isOpening(first)) {
			return inBrackets(text, start, end);
		}
		if (startsQuotes(text, start, end)) {
			return inQuotes(text, start, end);
		}
		if (colon && !quoted && separator + 1 < start && isProse(text, keyEnd, start, end)) {
			return Span.NONE;
		}
		int type = endOfType(text, start, end);
		if (type < end && Characters.isOpening(text.charAt(type))) {
			long nested = inBrackets(text, type, end);
			return (nested != Span.NONE) ? Span.of(start, Math.min(end, Span.end(nested) + 1)) : nested;
		}
		int stop = (kind == SecretKeys.Kind.HEADER) ? endOfHeader(text, start, end) : endOfWord(text, start, end);
		return isNoValue(text, keyEnd, start, stop) ? Span.NONE : Span.of(start, stop);
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
		return isNoValue(text, -1, open + 1, stop) ? Span.NONE : Span.of(open + 1, stop);
	}

	/**
	 * Finds the end of a string. A quote in JSON that is text of another JSON has one
	 * backslash in front, a quote in the text of that has three, and so on.
	 */
	private static int endOfQuotes(String text, int runStart, int open, int end) {
		char quote = text.charAt(open);
		int level = levelOf(open - runStart);
		int backslashes = 0;
		for (int i = open + 1; i < end; i++) {
			char c = text.charAt(i);
			if (c == '\\') {
				backslashes++;
			}
			else {
				if (c == quote && closes(backslashes, level) && !isApostrophe(text, i)) {
					return Math.max(open + 1, i - outerBackslashes(backslashes, level));
				}
				backslashes = 0;
			}
		}
		return end;
	}

	/** The quote in {@code 'it's'}, as {@code toString()} writes it, ends no value. */
	private static boolean isApostrophe(String text, int at) {
		return text.charAt(at) == '\'' && at + 1 < text.length() && Characters.isLetterOrDigit(text.charAt(at + 1))
				&& Characters.isLetterOrDigit(text.charAt(at - 1));
	}

	private static int levelOf(int backslashes) {
		int level = 0;
		for (int run = backslashes; (run & 1) == 1; run = (run - 1) / 2) {
			level++;
		}
		return level;
	}

	private static boolean closes(int backslashes, int level) {
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
	private static int outerBackslashes(int backslashes, int level) {
		return Math.min(backslashes, (1 << level) - 1);
	}

	/** Finds what is in brackets: to the matching one, past those in strings. */
	static long inBrackets(String text, int at, int end) {
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
		int stop = Math.min(i, end);
		return isNoValue(text, -1, at + 1, stop) ? Span.NONE : Span.of(at + 1, stop);
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

	static int endOfHeader(String text, int start, int end) {
		int i = start;
		while (i < end && !Characters.isLineEnd(text.charAt(i)) && !Characters.isQuote(text.charAt(i))
				&& !Characters.isClosing(text.charAt(i)) && !isEscapedQuote(text, i)) {
			i++;
		}
		while (i > start && Characters.isBlank(text.charAt(i - 1))) {
			i--;
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

	private static boolean isNoValue(String text, int keyEnd, int start, int end) {
		if (NO_VALUES.contains(text, start, end) || isMaskedAlready(text, start, end)) {
			return true;
		}
		// How many there are, and a working directory.
		return (end - start <= MAX_COUNT && isNumber(text, start, end) && isPlural(text, keyEnd))
				|| (text.charAt(start) == '/' && keyEnd >= 3 && WordSet.equal(text, keyEnd - 3, keyEnd, "pwd"));
	}

	/** Whether a value says that there is none, or is a boolean. */
	static boolean isConstant(String value) {
		return NO_VALUES.contains(value, 0, value.length());
	}

	private static boolean isPlural(String text, int keyEnd) {
		char last = (keyEnd > 0 && keyEnd <= text.length()) ? Characters.lowerCase(text.charAt(keyEnd - 1)) : ' ';
		return last == 's';
	}

	private static boolean isMaskedAlready(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (c != '*' && c != '\u2022') {
				return false;
			}
		}
		return true;
	}

	static boolean isNumber(String text, int start, int end) {
		for (int i = start; i < end; i++) {
			if (!Characters.isDigit(text.charAt(i))) {
				return false;
			}
		}
		return end > start;
	}

	/** A sentence goes on behind the colon, as in 'Password: must not be blank'. */
	private static boolean isProse(String text, int keyEnd, int start, int end) {
		int stop = start;
		while (stop < end && Characters.isLetter(text.charAt(stop))) {
			stop++;
		}
		boolean letters = stop == end || Characters.isSpace(text.charAt(stop)) || text.charAt(stop) == '.'
				|| text.charAt(stop) == ',' || text.charAt(stop) == ';';
		if (!letters || stop == start) {
			return false;
		}
		if (PROSE.contains(text, start, stop) || stop - start <= MAX_COUNT) {
			return true;
		}
		// A token has digits, or is longer.
		return stop - start < MIN_BARE_TOKEN && keyEnd >= 5 && WordSet.equal(text, keyEnd - 5, keyEnd, "token");
	}

	/** Goes on behind the type that YAML may have in front of a value. */
	private static int behindTag(String text, int at, int end) {
		int i = at + 1;
		while (i < end && i - at < SecretKeys.MAX_LENGTH && Characters.isLetterOrDigit(text.charAt(i))) {
			i++;
		}
		int tag = i;
		while (i < end && Characters.isBlank(text.charAt(i))) {
			i++;
		}
		return (i > tag && i < end) ? i : at;
	}

	/** How YAML announces that the value follows in lines of its own. */
	private static boolean isBlockScalar(String text, int at, int end) {
		char c = text.charAt(at);
		if (c != '|' && c != '>') {
			return false;
		}
		int i = at + 1;
		while (i < end && (text.charAt(i) == '+' || text.charAt(i) == '-' || Characters.isDigit(text.charAt(i)))) {
			i++;
		}
		return i == end || Characters.isLineEnd(text.charAt(i));
	}

	/** Finds a value on the lines below its key. */
	private static long onNextLines(String text, int keyStart, int lineEnd, int end) {
		int start = lineEnd;
		while (start < end && Characters.isSpace(text.charAt(start))) {
			start++;
		}
		if (start == end || text.startsWith(Masking.MASK, start) || text.startsWith("at ", start)) {
			return Span.NONE;
		}
		if (startsQuotes(text, start, end)) {
			return inQuotes(text, start, end);
		}
		if (Characters.isOpening(text.charAt(start))) {
			return inBrackets(text, start, end);
		}
		int indent = indent(text, keyStart, true);
		boolean item = text.charAt(start) == '-' && start + 1 < end && text.charAt(start + 1) == ' ';
		if (item || indent(text, start, false) > indent) {
			return block(text, start, end, indent, item);
		}
		int stop = endOfWord(text, start, end);
		// A line of several words is the next sentence, one with a separator the next
		// key.
		boolean alone = stop == end || Characters.isLineEnd(text.charAt(stop));
		return (alone && !isKeyed(text, start, stop)) ? Span.of(start, stop) : Span.NONE;
	}

	private static boolean isKeyed(String text, int start, int stop) {
		int i = start;
		while (i < stop && Characters.isKeyPart(text.charAt(i))) {
			i++;
		}
		return i < stop && i > start && (text.charAt(i) == '=' || text.charAt(i) == ':');
	}

	/**
	 * Lines that are indented more than their key belong to it, and so do items of a
	 * list.
	 */
	private static long block(String text, int start, int end, int indent, boolean list) {
		int stop = endOfLine(text, start, end);
		int line = stop;
		while (line < end) {
			int next = line;
			while (next < end && Characters.isSpace(text.charAt(next))) {
				next++;
			}
			if (next == end || (indent(text, next, false) <= indent && !(list && text.charAt(next) == '-'))) {
				break;
			}
			stop = endOfLine(text, next, end);
			line = stop;
		}
		return Span.of(start, stop);
	}

	private static int endOfLine(String text, int start, int end) {
		int i = start;
		while (i < end && !Characters.isLineEnd(text.charAt(i))) {
			i++;
		}
		return i;
	}

	/** Returns how far the line is indented that a place is in. */
	private static int indent(String text, int at, boolean dashes) {
		int i = at;
		int max = Math.max(0, at - SecretKeys.MAX_LENGTH);
		while (i > max && !Characters.isLineEnd(text.charAt(i - 1))) {
			i--;
		}
		int indent = 0;
		while (i + indent < at
				&& (Characters.isBlank(text.charAt(i + indent)) || (dashes && text.charAt(i + indent) == '-'))) {
			indent++;
		}
		return indent;
	}

}
