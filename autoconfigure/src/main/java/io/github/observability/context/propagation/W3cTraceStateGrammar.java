package io.github.observability.context.propagation;

/**
 * Which keys and values the {@code tracestate} header may have.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/#list-members">W3C Trace Context,
 * section 3.3.1.3</a>
 */
final class W3cTraceStateGrammar {

	/** Characters of a key, and of a value, at most. */
	static final int MAX_SIZE = 256;

	private static final int MAX_TENANT_SIZE = 241;

	private static final int MAX_SYSTEM_SIZE = 14;

	private W3cTraceStateGrammar() {
	}

	/**
	 * Whether this is a simple key, as {@code vendor}, or that of a tenant, as
	 * {@code 1-tenant@vendor}.
	 */
	static boolean isKey(String key) {
		int at = key.indexOf('@');
		if (at == -1) {
			return isPart(key, 0, key.length(), MAX_SIZE) && isLetter(key.charAt(0));
		}
		return isPart(key, 0, at, MAX_TENANT_SIZE) && isPart(key, at + 1, key.length(), MAX_SYSTEM_SIZE)
				&& isLetter(key.charAt(at + 1));
	}

	private static boolean isPart(String key, int from, int to, int maximum) {
		if (from == to || to - from > maximum || !(isLetter(key.charAt(from)) || isDigit(key.charAt(from)))) {
			return false;
		}
		for (int i = from; i < to; i++) {
			char character = key.charAt(i);
			if (!isLetter(character) && !isDigit(character) && character != '_' && character != '-' && character != '*'
					&& character != '/') {
				return false;
			}
		}
		return true;
	}

	private static boolean isLetter(char character) {
		return character >= 'a' && character <= 'z';
	}

	private static boolean isDigit(char character) {
		return character >= '0' && character <= '9';
	}

	/**
	 * Whether this is printable, does not end with a blank and is no longer than a value
	 * may be.
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
