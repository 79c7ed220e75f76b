package io.github.observability.logging.masking;

import java.util.Set;

/**
 * Finds the values of secret options of a command line, as a text or a list has them, and
 * the passwords that well-known tools take in options of one letter.
 */
final class CommandLines {

	private static final int MAX_COMMAND = 128;

	private static final WordSet MYSQL = new WordSet(
			Set.of("mysql", "mysqldump", "mysqladmin", "mariadb", "mysqlimport", "mysqlcheck", "mysqlslap"));

	private static final WordSet CURL = new WordSet(Set.of("curl", "wget", "http", "https"));

	private static final WordSet SSHPASS = new WordSet(Set.of("sshpass"));

	private static final WordSet REDIS = new WordSet(Set.of("redis-cli", "valkey-cli"));

	private final SecretKeys keys;

	CommandLines(SecretKeys keys) {
		this.keys = keys;
	}

	/**
	 * Finds the value of an option.
	 * @param at where the option begins
	 */
	long find(String text, int at, int end) {
		if (at > 0 && !isBoundary(text.charAt(at - 1))) {
			return Span.NONE;
		}
		int start = at;
		while (start < end && start - at < 2 && text.charAt(start) == '-') {
			start++;
		}
		int stop = start;
		while (stop < end && stop - start < SecretKeys.MAX_LENGTH && Characters.isKeyPart(text.charAt(stop))) {
			stop++;
		}
		if (stop == start || text.charAt(start) == '-') {
			return Span.NONE;
		}
		if (start - at == 1 && (stop - start == 1 || text.charAt(start) == 'p')) {
			long span = ofTool(text, at, start, end);
			if (span != Span.NONE) {
				return span;
			}
		}
		if (this.keys.find(text, start, stop) != SecretKeys.Kind.NONE) {
			return argument(text, stop, end);
		}
		boolean user = WordSet.equal(text, start, stop, "user") && isCommand(text, at, CURL);
		return user ? afterColon(text, argument(text, stop, end)) : Span.NONE;
	}

	private static boolean isBoundary(char c) {
		return Characters.isSpace(c) || Characters.isQuote(c) || c == '[' || c == '(' || c == ',' || c == '\\';
	}

	/** Finds the argument behind an option: of the text, or of a list of arguments. */
	private static long argument(String text, int from, int end) {
		int start = from;
		while (start < end && (Characters.isBlank(text.charAt(start)) || text.charAt(start) == ','
				|| (start == from && Characters.isQuote(text.charAt(start))))) {
			start++;
		}
		if (start == from || start == end || text.charAt(start) == '-' || text.startsWith(Masking.MASK, start)
				|| Characters.isLineEnd(text.charAt(start)) || Characters.isClosing(text.charAt(start))
				|| Characters.isOpening(text.charAt(start)) || text.charAt(start) == '<' || text.charAt(start) == '$') {
			return Span.NONE;
		}
		if (DelimitedValues.startsQuotes(text, start, end)) {
			return DelimitedValues.inQuotes(text, start, end);
		}
		return Span.of(start, SecretValues.endOfWord(text, start, end));
	}

	/** Finds the password of an option of one letter, which only some tools have. */
	private static long ofTool(String text, int at, int start, int end) {
		char option = text.charAt(start);
		int next = start + 1;
		if (next >= end) {
			return Span.NONE;
		}
		boolean blank = Characters.isBlank(text.charAt(next));
		if (option == 'p' && !blank && isCommand(text, at, MYSQL)) {
			return DelimitedValues.startsQuotes(text, next, end) ? DelimitedValues.inQuotes(text, next, end)
					: Span.of(next, SecretValues.endOfWord(text, next, end));
		}
		if (option == 'p' && blank && isCommand(text, at, SSHPASS)) {
			return argument(text, next, end);
		}
		if (option == 'a' && blank && isCommand(text, at, REDIS)) {
			return argument(text, next, end);
		}
		if (option == 'u' && blank && isCommand(text, at, CURL)) {
			return afterColon(text, argument(text, next, end));
		}
		return Span.NONE;
	}

	private static long afterColon(String text, long span) {
		if (span == Span.NONE) {
			return span;
		}
		int colon = text.indexOf(':', Span.start(span));
		return (colon != -1 && colon < Span.end(span)) ? Span.of(colon + 1, Span.end(span)) : Span.NONE;
	}

	/** Whether the command in front of an option is one of some. */
	private static boolean isCommand(String text, int at, WordSet commands) {
		int limit = Math.max(0, at - MAX_COMMAND);
		int wordEnd = at;
		for (int i = at - 1; i >= limit - 1; i--) {
			char c = (i >= 0) ? text.charAt(i) : '\n';
			if (Characters.isLetterOrDigit(c) || c == '-' || c == '_') {
				continue;
			}
			if (commands.contains(text, i + 1, wordEnd)) {
				return true;
			}
			if (Characters.isLineEnd(c) || c == ';' || c == '|') {
				return false;
			}
			wordEnd = Math.max(0, i);
		}
		return false;
	}

}
