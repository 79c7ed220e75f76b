package io.github.observability.logging.masking;

import java.util.List;

/**
 * Values of secret keys that the texts of the same line or span repeat, as a message does
 * that has the value as an argument.
 */
public final class RepeatedSecrets {

	private static final int MIN_SEARCHED = 4;

	private static final int MIN_SEARCHED_NUMBER = 6;

	/** Values that each text is searched for. */
	private static final int MAX_SECRETS = 32;

	private RepeatedSecrets() {
	}

	/**
	 * Whether the value of a secret key is looked for in the texts of its line. Short
	 * words and numbers and the constants of any program occur by chance.
	 * @param value the value
	 * @return whether it is
	 */
	static boolean isSearched(String value) {
		return value.length() >= MIN_SEARCHED && !HarmlessValues.isConstant(value)
				&& (value.length() >= MIN_SEARCHED_NUMBER || !HarmlessValues.isNumber(value, 0, value.length()));
	}

	/**
	 * Remember the value of a secret key, if texts are to be searched for it.
	 * @param value the value
	 * @param secrets those of the same line so far
	 */
	public static void remember(String value, List<String> secrets) {
		if (secrets.size() < MAX_SECRETS && isSearched(value)) {
			secrets.add(value);
		}
	}

	/**
	 * Mask values of secret keys where a text repeats them as whole words.
	 * @param text the text
	 * @param secrets the values
	 * @param counts counts what is masked
	 * @return the same instance if it repeats none
	 */
	public static String mask(String text, List<String> secrets, MaskingCounts counts) {
		String masked = text;
		for (String secret : secrets) {
			masked = withoutBeginning(without(masked, secret, counts), secret, counts);
		}
		return masked;
	}

	/** A text that was cut may end with the beginning of a secret. */
	private static String withoutBeginning(String text, String secret, MaskingCounts counts) {
		int end = text.length() - 1;
		if (end < 0 || text.charAt(end) != Masking.ELLIPSIS) {
			return text;
		}
		for (int length = Math.min(secret.length() - 1, end); length >= MIN_SEARCHED; length--) {
			int start = end - length;
			if (text.regionMatches(start, secret, 0, length) && beginsWord(text, start)) {
				counts.masked();
				return text.substring(0, start) + Masking.MASK + Masking.ELLIPSIS;
			}
		}
		return text;
	}

	private static String without(String text, String secret, MaskingCounts counts) {
		StringBuilder masked = null;
		int copied = 0;
		int at = text.indexOf(secret);
		while (at != -1) {
			int end = at + secret.length();
			if (isWholeWord(text, at, end)) {
				masked = (masked != null) ? masked : new StringBuilder(text.length());
				masked.append(text, copied, at).append(Masking.MASK);
				copied = end;
				counts.masked();
			}
			at = text.indexOf(secret, end);
		}
		return (masked != null) ? masked.append(text, copied, text.length()).toString() : text;
	}

	private static boolean isWholeWord(String text, int start, int end) {
		boolean ends = end == text.length() || !isOfWord(text.charAt(end)) || !isOfWord(text.charAt(end - 1));
		return ends && beginsWord(text, start);
	}

	private static boolean beginsWord(String text, int start) {
		return start == 0 || !isOfWord(text.charAt(start - 1)) || !isOfWord(text.charAt(start));
	}

	/** Scripts past the Latin ones put no blanks between words. */
	private static boolean isOfWord(char c) {
		return c < 0x250 && Character.isLetterOrDigit(c);
	}

}
