package io.github.observability.tracing.analysis;

/**
 * Brings statements that differ in their values only to the same text: literals and
 * positional parameters become {@code ?}, lists of them one, comments go, blanks and case
 * do not matter.
 */
final class StatementText {

	private static final int LONGEST = 8192;

	private final String sql;

	private final int length;

	private final StringBuilder out;

	private int at;

	private StatementText(String sql) {
		this.sql = sql;
		this.length = Math.min(sql.length(), LONGEST);
		this.out = new StringBuilder(this.length);
	}

	static String normalize(String sql) {
		StatementText text = new StatementText(sql);
		text.scan();
		return text.out.toString().strip();
	}

	private void scan() {
		while (this.at < this.length) {
			char character = this.sql.charAt(this.at);
			if (Character.isWhitespace(character)) {
				blank();
				this.at++;
			}
			else if (startsWith("--")) {
				skipUntil("\n");
				blank();
			}
			else if (startsWith("/*")) {
				skipUntil("*/");
				blank();
			}
			else if (character == '\'') {
				skipQuoted('\'');
				placeholder();
			}
			else if (character == '"' || character == '`') {
				int from = this.at;
				skipQuoted(character);
				this.out.append(this.sql, from, this.at);
			}
			else if (isParameter(character) || Character.isDigit(character)) {
				skipWord();
				placeholder();
			}
			else if (isWordPart(character)) {
				word();
			}
			else {
				symbol(character);
			}
		}
	}

	private boolean startsWith(String prefix) {
		return this.sql.startsWith(prefix, this.at);
	}

	private void skipUntil(String end) {
		int found = this.sql.indexOf(end, this.at + 2);
		this.at = (found < 0) ? this.length : Math.min(this.length, found + end.length());
	}

	/**
	 * A doubled quote is part of the text.
	 */
	private void skipQuoted(char quote) {
		this.at++;
		while (this.at < this.length) {
			if (this.sql.charAt(this.at++) == quote) {
				if (this.at >= this.length || this.sql.charAt(this.at) != quote) {
					return;
				}
				this.at++;
			}
		}
	}

	private boolean isParameter(char character) {
		if (character == '?') {
			return true;
		}
		return (character == '$' || character == ':') && this.at + 1 < this.length
				&& Character.isDigit(this.sql.charAt(this.at + 1));
	}

	private void skipWord() {
		this.at++;
		while (this.at < this.length && (isWordPart(this.sql.charAt(this.at)) || this.sql.charAt(this.at) == '.')) {
			this.at++;
		}
	}

	private void word() {
		while (this.at < this.length && isWordPart(this.sql.charAt(this.at))) {
			this.out.append(Character.toLowerCase(this.sql.charAt(this.at++)));
		}
	}

	private static boolean isWordPart(char character) {
		return Character.isLetterOrDigit(character) || character == '_';
	}

	private void blank() {
		if (!this.out.isEmpty() && !endsWith(" ") && !endsWith("(")) {
			this.out.append(' ');
		}
	}

	private void placeholder() {
		if (endsWith("?, ")) {
			this.out.setLength(this.out.length() - 2);
			return;
		}
		this.out.append('?');
	}

	private void symbol(char character) {
		this.at++;
		if (character == ',' || character == ')') {
			trim();
		}
		this.out.append(character);
		if (character == ',') {
			this.out.append(' ');
		}
		else if (character == ')' && endsWith("(?), (?)")) {
			this.out.setLength(this.out.length() - "(?), (?)".length() + "(?)".length());
		}
	}

	private void trim() {
		while (endsWith(" ")) {
			this.out.setLength(this.out.length() - 1);
		}
	}

	private boolean endsWith(String suffix) {
		int from = this.out.length() - suffix.length();
		return from >= 0 && this.out.indexOf(suffix, from) == from;
	}

}
