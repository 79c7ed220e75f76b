package io.github.observability.logging.masking;

/**
 * Kinds of ASCII characters, by which a text is split.
 */
final class Characters {

	private Characters() {
	}

	static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	static boolean isLowerCase(char c) {
		return c >= 'a' && c <= 'z';
	}

	static boolean isUpperCase(char c) {
		return c >= 'A' && c <= 'Z';
	}

	static boolean isLetter(char c) {
		return isLowerCase(c) || isUpperCase(c);
	}

	static char lowerCase(char c) {
		return isUpperCase(c) ? (char) (c + ('a' - 'A')) : c;
	}

	static boolean isLetterOrDigit(char c) {
		return isLetter(c) || isDigit(c);
	}

	static boolean isKeyPart(char c) {
		return isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
	}

	static boolean isBase64Url(char c) {
		return isLetterOrDigit(c) || c == '_' || c == '-';
	}

	static boolean isCredential(char c) {
		return isBase64Url(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
	}

	static boolean isLocalPart(char c) {
		return isKeyPart(c) || c == '+' || c == '%';
	}

	static boolean isQuote(char c) {
		return c == '"' || c == '\'' || c == '`';
	}

	static boolean isOpening(char c) {
		return c == '{' || c == '[' || c == '(';
	}

	static boolean isClosing(char c) {
		return c == '}' || c == ']' || c == ')';
	}

	static boolean isBlank(char c) {
		return c == ' ' || c == '\t';
	}

	static boolean isLineEnd(char c) {
		return c == '\n' || c == '\r';
	}

	static boolean isSpace(char c) {
		return isBlank(c) || isLineEnd(c);
	}

}
