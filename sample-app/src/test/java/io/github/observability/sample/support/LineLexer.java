package io.github.observability.sample.support;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the tokens of one line of a scrape and names the line when it refuses one. */
final class LineLexer {

	private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

	private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

	private static final String ESCAPABLE = "\\n\"";

	private final String line;

	private final int number;

	// Prometheus text separates tokens by any number of blanks, OpenMetrics by one space.
	private final boolean freeBlanks;

	private int position;

	LineLexer(String line, int number, boolean freeBlanks) {
		this.line = line;
		this.number = number;
		this.freeBlanks = freeBlanks;
	}

	boolean atEnd() {
		return this.position == this.line.length();
	}

	boolean at(char expected) {
		return !atEnd() && this.line.charAt(this.position) == expected;
	}

	boolean skip(char expected) {
		if (!at(expected)) {
			return false;
		}
		this.position++;
		return true;
	}

	void expect(char expected) {
		if (!skip(expected)) {
			throw refusal("'" + expected + "' expected");
		}
	}

	void expectEnd() {
		blanks();
		if (!atEnd()) {
			throw refusal("end of line expected");
		}
	}

	/** Skips what may be, but need not be, between two tokens. */
	void blanks() {
		while (this.freeBlanks && !atEnd() && isBlank(this.position)) {
			this.position++;
		}
	}

	/**
	 * Skips what must be between two tokens, even if {@link #blanks()} took it before.
	 */
	void separator() {
		if (!this.freeBlanks) {
			expect(' ');
			return;
		}
		blanks();
		if (this.position == 0 || !isBlank(this.position - 1)) {
			throw refusal("blank expected");
		}
	}

	String token() {
		int start = this.position;
		while (!atEnd() && !isBlank(this.position)) {
			this.position++;
		}
		return this.line.substring(start, this.position);
	}

	String metricName() {
		return match(METRIC_NAME, "metric name");
	}

	double number(Pattern syntax, String what) {
		String token = token();
		if (!syntax.matcher(token).matches()) {
			throw refusal("'" + token + "' is not a " + what);
		}
		return Numbers.parse(token);
	}

	Map<String, String> labels() {
		Map<String, String> labels = new LinkedHashMap<>();
		if (skip('{')) {
			blanks();
			while (!skip('}')) {
				label(labels);
				comma();
			}
		}
		return Collections.unmodifiableMap(labels);
	}

	/** The rest of a line in which only backslash and line feed are escaped. */
	String text() {
		return unescape("\\n", false);
	}

	/** The rest of a line in which quotes are escaped too. */
	String textWithoutQuotes() {
		String text = unescape(ESCAPABLE, true);
		if (!atEnd()) {
			throw refusal("quote not escaped");
		}
		return text;
	}

	AssertionError refusal(String problem) {
		return new AssertionError(
				"line %d, column %d: %s\n\t%s".formatted(this.number, this.position + 1, problem, this.line));
	}

	private void label(Map<String, String> labels) {
		String name = match(LABEL_NAME, "label name");
		if (name.equals("__name__")) {
			throw refusal("label __name__ is reserved");
		}
		blanks();
		expect('=');
		blanks();
		expect('"');
		String value = unescape(ESCAPABLE, true);
		expect('"');
		if (labels.putIfAbsent(name, value) != null) {
			throw refusal("label '" + name + "' given twice");
		}
		blanks();
	}

	private void comma() {
		if (at('}')) {
			return;
		}
		expect(',');
		blanks();
		if (at('}') && !this.freeBlanks) {
			throw refusal("label name expected");
		}
	}

	private String match(Pattern pattern, String what) {
		Matcher matcher = pattern.matcher(this.line).region(this.position, this.line.length());
		if (!matcher.lookingAt()) {
			throw refusal(what + " expected");
		}
		this.position = matcher.end();
		return matcher.group();
	}

	private String unescape(String escapable, boolean stopAtQuote) {
		StringBuilder text = new StringBuilder();
		while (!atEnd() && !(stopAtQuote && at('"'))) {
			text.append(skip('\\') ? escaped(escapable) : this.line.charAt(this.position++));
		}
		return text.toString();
	}

	private char escaped(String escapable) {
		if (atEnd() || escapable.indexOf(this.line.charAt(this.position)) == -1) {
			throw refusal("invalid escape");
		}
		char escaped = this.line.charAt(this.position++);
		return (escaped != 'n') ? escaped : '\n';
	}

	private boolean isBlank(int index) {
		return this.line.charAt(index) == ' ' || this.line.charAt(index) == '\t';
	}

}
