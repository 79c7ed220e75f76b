package io.github.observability.logging.masking;

/**
 * Finds the content of XML elements whose names are secret keys: whatever their namespace
 * and attributes, with what they nest and with CDATA, also where the XML is escaped.
 */
final class XmlElements {

	private static final String CDATA = "<![CDATA[";

	private static final int MAX_ATTRIBUTES = 1024;

	/** Content that begins with a blank may be prose behind the name of an argument. */
	private static final int MAX_INDENTED = 256;

	private final SecretKeys keys;

	XmlElements(SecretKeys keys) {
		this.keys = keys;
	}

	/**
	 * Finds the content of an element.
	 * @param at where its tag begins
	 */
	long find(String text, int at, int end) {
		boolean escaped = text.charAt(at) == '&';
		if (escaped && !text.startsWith("&lt;", at)) {
			return Span.NONE;
		}
		int nameStart = escaped ? at + 4 : at + 1;
		int nameEnd = nameStart;
		int local = nameStart;
		while (nameEnd < end && nameEnd - nameStart < SecretKeys.MAX_LENGTH
				&& (Characters.isKeyPart(text.charAt(nameEnd)) || text.charAt(nameEnd) == ':')) {
			local = (text.charAt(nameEnd) == ':') ? nameEnd + 1 : local;
			nameEnd++;
		}
		if (local == nameEnd || this.keys.find(text, local, nameEnd) == SecretKeys.Kind.NONE) {
			return Span.NONE;
		}
		return escaped ? ofEscaped(text, nameEnd, end) : content(text, nameEnd, end);
	}

	/**
	 * Finds the content behind the end of a tag, such as that of {@code <entry
	 * key="password">}.
	 */
	static long content(String text, int from, int end) {
		int start = endOfTag(text, from, end);
		if (start == -1 || start == end || text.startsWith("</", start)) {
			return Span.NONE;
		}
		char first = text.charAt(start);
		if (Characters.isSpace(first)) {
			int limit = Math.min(end, start + MAX_INDENTED);
			int stop = endOfContent(text, start, limit);
			return (stop < limit) ? trimmed(text, start, stop) : Span.NONE;
		}
		if (first != '<' && !Characters.isLetterOrDigit(first) && !Characters.isQuote(first) && first < 128
				&& "$+-/=_.!#%&*".indexOf(first) == -1) {
			return Span.NONE;
		}
		if (first == '<' && !text.startsWith(CDATA, start)
				&& (start + 1 == end || !Characters.isLetter(text.charAt(start + 1)))) {
			return Span.NONE;
		}
		if (text.startsWith(CDATA, start)) {
			int data = start + CDATA.length();
			int stop = text.indexOf("]]>", data);
			return text.startsWith(Masking.MASK, data) ? Span.NONE
					: Span.of(data, (stop != -1 && stop < end) ? stop : end);
		}
		return text.startsWith(Masking.MASK, start) ? Span.NONE : Span.of(start, endOfContent(text, start, end));
	}

	private static long trimmed(String text, int start, int end) {
		int from = start;
		int to = end;
		while (from < to && Characters.isSpace(text.charAt(from))) {
			from++;
		}
		while (to > from && Characters.isSpace(text.charAt(to - 1))) {
			to--;
		}
		return text.startsWith(Masking.MASK, from) ? Span.NONE : Span.of(from, to);
	}

	/** Returns where the content begins, -1 if there is none. */
	private static int endOfTag(String text, int from, int end) {
		int limit = Math.min(end, from + MAX_ATTRIBUTES);
		char quote = 0;
		for (int i = from; i < limit; i++) {
			char c = text.charAt(i);
			if (quote != 0) {
				quote = (c == quote) ? 0 : quote;
			}
			else if (c == '"' || c == '\'') {
				quote = c;
			}
			else if (c == '>') {
				return (text.charAt(i - 1) == '/') ? -1 : i + 1;
			}
			else if (c == '<') {
				return -1;
			}
		}
		return -1;
	}

	/** Returns where the tag begins that closes an element, past the elements in it. */
	private static int endOfContent(String text, int start, int end) {
		int depth = 1;
		int i = start;
		while (i < end) {
			if (text.charAt(i) != '<') {
				i++;
			}
			else if (text.startsWith(CDATA, i)) {
				int close = text.indexOf("]]>", i);
				i = (close != -1 && close < end) ? close + 3 : end;
			}
			else if (text.startsWith("</", i)) {
				if (--depth == 0) {
					return i;
				}
				i += 2;
			}
			else {
				depth += opens(text, i, end) ? 1 : 0;
				i++;
			}
		}
		return end;
	}

	/** Whether a tag opens an element that another tag has to close. */
	private static boolean opens(String text, int at, int end) {
		if (at + 1 >= end || !Characters.isLetter(text.charAt(at + 1))) {
			return false;
		}
		int limit = Math.min(end, at + MAX_INDENTED);
		for (int i = at + 1; i < limit; i++) {
			if (text.charAt(i) == '>') {
				return text.charAt(i - 1) != '/';
			}
			if (text.charAt(i) == '<') {
				return false;
			}
		}
		return false;
	}

	private static long ofEscaped(String text, int nameEnd, int end) {
		int limit = Math.min(end, nameEnd + MAX_ATTRIBUTES);
		int start = text.startsWith("&gt;", nameEnd) ? nameEnd + 4 : -1;
		for (int i = nameEnd; start == -1 && i < limit; i++) {
			if (text.startsWith("&gt;", i)) {
				start = i + 4;
			}
			else if (text.startsWith("&lt;", i)) {
				return Span.NONE;
			}
		}
		if (start == -1) {
			return Span.NONE;
		}
		int stop = start;
		while (stop < end && !text.startsWith("&lt;", stop)) {
			stop++;
		}
		return text.startsWith(Masking.MASK, start) ? Span.NONE : Span.of(start, stop);
	}

}
