package io.github.observability.slo;

/**
 * Writes YAML line by line, so that equal settings render equal bytes and people can read
 * and compare the files.
 */
final class YamlText {

	private final StringBuilder text = new StringBuilder();

	/**
	 * Write a line.
	 * @param indent the number of leading spaces
	 * @param line its text
	 * @return this
	 */
	YamlText line(int indent, String line) {
		this.text.append(" ".repeat(indent)).append(line).append('\n');
		return this;
	}

	/**
	 * Write an entry whose value is a string.
	 * @param indent the number of leading spaces
	 * @param key the key
	 * @param value the value
	 * @return this
	 */
	YamlText entry(int indent, String key, String value) {
		return line(indent, key + ": " + quoted(value));
	}

	/**
	 * Write an entry whose value is text of several lines.
	 * @param indent the number of leading spaces
	 * @param key the key
	 * @param value the value
	 * @return this
	 */
	YamlText block(int indent, String key, String value) {
		line(indent, key + ": |-");
		value.lines().forEach((line) -> line(indent + 2, line));
		return this;
	}

	/**
	 * Quote a string in the syntax common to YAML and PromQL.
	 * @param value the string
	 * @return the string in double quotes
	 */
	static String quoted(String value) {
		StringBuilder quoted = new StringBuilder("\"");
		for (int i = 0; i < value.length(); i++) {
			quoted.append(escaped(value.charAt(i)));
		}
		return quoted.append('"').toString();
	}

	private static String escaped(char each) {
		return switch (each) {
			case '"' -> "\\\"";
			case '\\' -> "\\\\";
			case '\n' -> "\\n";
			case '\t' -> "\\t";
			default -> (each < ' ' || each == 0x7f) ? "\\x%02x".formatted((int) each) : String.valueOf(each);
		};
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
