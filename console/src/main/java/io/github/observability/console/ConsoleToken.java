package io.github.observability.console;

/**
 * The token that opens the console.
 *
 * @param value the token
 */
record ConsoleToken(String value) {

	@Override
	public String toString() {
		return "ConsoleToken[hidden]";
	}

}
