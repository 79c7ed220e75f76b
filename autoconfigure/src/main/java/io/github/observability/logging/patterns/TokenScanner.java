package io.github.observability.logging.patterns;

import java.util.Arrays;
import java.util.List;

/**
 * Reads a text into words, punctuation and placeholders for what varies by its form:
 * numbers and words with digits, paths, quoted text, lists and values behind an equals
 * sign. It reads each character once and uses no regular expressions.
 */
final class TokenScanner {

	/** Characters that are read of a text. */
	static final int MAX_LENGTH = 1_024;

	/** Tokens that a pattern has at most. */
	static final int MAX_TOKENS = 128;

	/** Words that are values wherever they stand. */
	private static final long[] CONSTANTS = hashes("true", "false", "True", "False", "TRUE", "FALSE", "null");

	/** Words behind a number that belong to it. */
	private static final long[] UNITS = hashes("B", "KB", "MB", "GB", "TB", "kB", "KiB", "MiB", "GiB", "ms", "s", "sec",
			"secs", "seconds");

	private static final char[] EXCEPTION = "Exception".toCharArray();

	private static final char[] ERROR = "Error".toCharArray();

	private static long[] hashes(String... words) {
		return Arrays.stream(words).mapToLong(Token::hash).toArray();
	}

	/** An array, as a string has to find out for each character how it is encoded. */
	private final char[] text = new char[MAX_LENGTH];

	private final TokenSequence tokens;

	private int length;

	/** Square brackets that are open. */
	private int brackets;

	/**
	 * Create a scanner.
	 * @param collects whether tokens are kept besides their hash
	 */
	TokenScanner(boolean collects) {
		this.tokens = new TokenSequence(collects, this.text);
	}

	/**
	 * Read a text.
	 * @param text the text
	 * @param seed what the hash begins with
	 * @return the hash of the tokens
	 */
	long scan(String text, long seed) {
		this.length = Math.min(text.length(), MAX_LENGTH);
		text.getChars(0, this.length, this.text, 0);
		if (text.length() > MAX_LENGTH) {
			this.length = withoutUnfinishedWord();
		}
		this.tokens.begin(seed);
		this.brackets = 0;
		int at = 0;
		boolean value = false;
		while (at < this.length && this.tokens.size() < MAX_TOKENS) {
			char c = this.text[at];
			int flags = Token.flags(c);
			if (flags == Token.SPACE) {
				at++;
			}
			else if (flags == Token.PUNCTUATION && !isLessThan(at)) {
				int end = group(at);
				value = c == '=' && end == at + 1;
				at = end;
			}
			else {
				at = word(at, value);
				value = false;
			}
		}
		return this.tokens.end();
	}

	/** A part of a credential has not the form by which it is masked. */
	private int withoutUnfinishedWord() {
		int end = MAX_LENGTH;
		while (end > 0 && Token.flags(this.text[end - 1]) != Token.SPACE) {
			end--;
		}
		return (end > 0) ? end : MAX_LENGTH;
	}

	/** Returns the tokens of the last text. */
	List<String> tokens() {
		return this.tokens.tokens();
	}

	/** Whether an angle bracket belongs to the number behind it. */
	private boolean isLessThan(int at) {
		return this.text[at] == '<' && at + 1 < this.length && Token.flags(this.text[at + 1]) == Token.DIGIT;
	}

	/** Reads a quotation or list, or else a single character of punctuation. */
	private int group(int at) {
		int end = TextSpans.groupEnd(this.text, at, this.length);
		if (end != TextSpans.NONE) {
			this.tokens.wildcard();
			return end;
		}
		char c = this.text[at];
		this.brackets += (c == '[') ? 1 : (c == ']') ? -1 : 0;
		this.tokens.punctuation(at);
		return at + 1;
	}

	private int word(int start, boolean value) {
		char[] text = this.text;
		int length = this.length;
		int at = (text[start] == '<') ? start + 1 : start;
		long word = Token.SEED;
		int seen = 0;
		int dots = 0;
		for (; at < length; at++) {
			char c = text[at];
			int flags = Token.flags(c);
			if ((flags & Token.END) != 0 && !isDrive(start, at)) {
				break;
			}
			seen |= flags;
			dots += flags & Token.DOT;
			word = Token.hash(word, c);
		}
		if (at < length && !value) {
			int end = TextSpans.compositeEnd(text, start, at, length);
			if (end != TextSpans.NONE) {
				this.tokens.wildcard();
				return end;
			}
		}
		int end = withoutDots(start, at);
		dots -= at - end;
		boolean path = (seen & Token.SLASH) != 0 && at - start > 1;
		// Constants such as error codes are values, as are names with several dots and
		// one-letter options of a command.
		boolean constant = (seen & (Token.SMALL | Token.UNDERSCORE)) == Token.UNDERSCORE;
		boolean option = at - start == 2 && text[start] == '-';
		if (value || (seen & Token.DIGIT) != 0 || path || constant || dots > 1 || option || contains(CONSTANTS, word)) {
			this.tokens.wildcard();
			return (dots > 1 && isException(end)) ? reasonEnd(at) : at;
		}
		if (!(this.tokens.isBehindWildcard() && contains(UNITS, word))) {
			this.tokens.word(start, at, word);
		}
		return at;
	}

	/** Whether the colon behind the letter of a drive stands here. */
	private boolean isDrive(int start, int at) {
		return at == start + 1 && this.text[at] == ':' && at + 1 < this.length && this.text[at + 1] == '\\';
	}

	/** The dots that end a sentence are none of a name. */
	private int withoutDots(int start, int end) {
		int last = end;
		while (last > start && this.text[last - 1] == '.') {
			last--;
		}
		return last;
	}

	/** Whether a class of exceptions ends here. */
	private boolean isException(int end) {
		return endsWith(end, EXCEPTION) || endsWith(end, ERROR);
	}

	private boolean endsWith(int end, char[] suffix) {
		int start = end - suffix.length;
		return start >= 0 && Arrays.equals(this.text, start, end, suffix, 0, suffix.length);
	}

	/** Returns where the message of an exception ends, which varies. */
	private int reasonEnd(int at) {
		if (at + 1 >= this.length || this.text[at] != ':' || this.text[at + 1] != ' ') {
			return at;
		}
		for (int i = at; this.brackets > 0 && i < this.length; i++) {
			if (this.text[i] == ']') {
				return i;
			}
		}
		return this.length;
	}

	private static boolean contains(long[] words, long word) {
		for (long each : words) {
			if (each == word) {
				return true;
			}
		}
		return false;
	}

}
