package io.github.observability.context.propagation;

/**
 * The grammar of keys and values in the {@code tracestate} header.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/#list-members">W3C Trace Context
 * Level 2, section 3.3.1.3</a>
 */
final class W3cTraceStateGrammar {

	/** Maximum length of a key, and of a value. */
	static final int MAX_SIZE = 256;

	private W3cTraceStateGrammar() {
	}

	/**
	 * Whether a text is a key: a lower-case letter or a digit, then up to 255 letters,
	 * digits and {@code _-*}{@code /@}. Level 1 allowed one {@code @} at most, and a
	 * digit at the beginning only before it.
	 * @param key the text
	 * @return whether it is a key
	 */
	static boolean isKey(String key) {
		if (key.isEmpty() || key.length() > MAX_SIZE || !isLetterOrDigit(key.charAt(0))) {
			return false;
		}
		for (int i = 1; i < key.length(); i++) {
			if (!isKeyCharacter(key.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isKeyCharacter(char character) {
		return isLetterOrDigit(character) || character == '_' || character == '-' || character == '*'
				|| character == '/' || character == '@';
	}

	private static boolean isLetterOrDigit(char character) {
		return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
	}

	/**
	 * Whether a text is a value: printable, without comma and equals sign, and not ending
	 * with a blank.
	 * @param value the text
	 * @return whether it is a value
	 */
	static boolean isValue(String value) {
		if (value.isEmpty() || value.length() > MAX_SIZE || value.charAt(value.length() - 1) == ' ') {
			return false;
		}
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character < ' ' || character > '~' || character == ',' || character == '=') {
				return false;
			}
		}
		return true;
	}

	static boolean isBlank(char character) {
		return character == ' ' || character == '\t';
	}

}
