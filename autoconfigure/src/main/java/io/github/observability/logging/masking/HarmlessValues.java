package io.github.observability.logging.masking;

import java.util.Set;

/**
 * Recognizes values under a secret key that are no secrets: constants, counts, what is
 * masked already, and the rest of a sentence.
 */
final class HarmlessValues {

	/** Values that say that there is none, or that another hides it already. */
	private static final WordSet NO_VALUES = new WordSet(Set.of("null", "nil", "none", "true", "false", "yes", "no",
			"undefined", "empty", "n/a", "protected", "redacted", "masked", "hidden", "filtered"));

	/** Words with which a sentence goes on behind a colon. */
	private static final WordSet PROSE = new WordSet(
			Set.of("must", "is", "was", "are", "has", "have", "not", "cannot", "can", "should", "may", "required",
					"expired", "invalid", "missing", "expected", "too", "rejected", "accepted", "granted", "denied",
					"failed", "unknown", "please", "the", "a", "an", "at", "changed", "empty", "incorrect", "wrong",
					"ok", "absent", "present", "valid", "blank", "size", "length", "does", "did", "could"));

	/**
	 * Short words that begin a sentence behind a header, where not any short word does.
	 */
	private static final WordSet SHORT_PROSE = new WordSet(Set.of("no", "all", "any", "for", "in", "it", "on", "see",
			"set", "to", "via", "we", "you", "if", "by", "use"));

	private static final int MIN_BARE_TOKEN = 16;

	private static final int MAX_COUNT = 3;

	private HarmlessValues() {
	}

	static boolean isNoValue(String text, int keyEnd, int start, int end) {
		if (NO_VALUES.contains(text, start, end) || isMaskedAlready(text, start, end)) {
			return true;
		}
		// A count, as in 'tokens=3', and a working directory, as in 'pwd=/app'.
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
	static boolean isProse(String text, int keyEnd, int start, int end) {
		int stop = endOfProseWord(text, start, end);
		if (stop == -1) {
			return false;
		}
		if (PROSE.contains(text, start, stop) || stop - start <= MAX_COUNT) {
			return true;
		}
		// A token has digits, or is longer.
		return stop - start < MIN_BARE_TOKEN && keyEnd >= 5 && WordSet.equal(text, keyEnd - 5, keyEnd, "token");
	}

	/**
	 * A sentence goes on behind the name of a header. Its first word must be a known one,
	 * as schemes are short words, too, and no other word may look like credentials.
	 */
	static boolean isProseOfHeader(String text, int start, int end) {
		int stop = endOfProseWord(text, start, end);
		if (stop == -1 || !(PROSE.contains(text, start, stop) || SHORT_PROSE.contains(text, start, stop))) {
			return false;
		}
		int wordStart = stop;
		for (int i = stop; i < end; i++) {
			char c = text.charAt(i);
			wordStart = Characters.isSpace(c) ? i + 1 : wordStart;
			if (i - wordStart + 1 >= MIN_BARE_TOKEN || isOfCredentials(text, i, end)) {
				return false;
			}
		}
		return true;
	}

	/** Words have no digits, and no capitals or colons within. */
	private static boolean isOfCredentials(String text, int at, int end) {
		char c = text.charAt(at);
		return c == '=' || Characters.isDigit(c)
				|| (c == ':' && at + 1 < end && !Characters.isSpace(text.charAt(at + 1)))
				|| (Characters.isUpperCase(c) && Characters.isLowerCase(text.charAt(at - 1)));
	}

	/** Returns where a word of a sentence ends, -1 if it is none. */
	private static int endOfProseWord(String text, int start, int end) {
		int stop = start;
		while (stop < end && Characters.isLetter(text.charAt(stop))) {
			stop++;
		}
		boolean word = stop > start && (stop == end || Characters.isSpace(text.charAt(stop)) || text.charAt(stop) == '.'
				|| text.charAt(stop) == ',' || text.charAt(stop) == ';');
		return word ? stop : -1;
	}

}
