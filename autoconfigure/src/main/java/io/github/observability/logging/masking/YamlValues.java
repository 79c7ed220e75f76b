package io.github.observability.logging.masking;

/**
 * Finds values as YAML writes them: behind a tag, and on the lines below their key.
 */
final class YamlValues {

	private YamlValues() {
	}

	/** Goes on behind the type that YAML may have in front of a value. */
	static int behindTag(String text, int at, int end) {
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
	static boolean isBlockScalar(String text, int at, int end) {
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
	static long onNextLines(String text, int keyStart, int lineEnd, int end) {
		int start = lineEnd;
		while (start < end && Characters.isSpace(text.charAt(start))) {
			start++;
		}
		if (start == end || text.startsWith(Masking.MASK, start) || text.startsWith("at ", start)) {
			return Span.NONE;
		}
		if (DelimitedValues.startsQuotes(text, start, end)) {
			return DelimitedValues.inQuotes(text, start, end);
		}
		if (Characters.isOpening(text.charAt(start))) {
			return DelimitedValues.inBrackets(text, start, end);
		}
		int indent = indent(text, keyStart, true);
		boolean item = text.charAt(start) == '-' && start + 1 < end && text.charAt(start + 1) == ' ';
		if (item || indent(text, start, false) > indent) {
			return block(text, start, end, indent, item);
		}
		int stop = SecretValues.endOfWord(text, start, end);
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

	static int endOfLine(String text, int start, int end) {
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
