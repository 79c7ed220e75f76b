package io.github.observability.logging.patterns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a text into words, punctuation and placeholders for what varies by its form:
 * numbers and words with digits, paths, quoted text, lists and values behind an equals
 * sign. Placeholders that only punctuation of lists separates become one, so that lists
 * of any length look alike. It reads each character once and uses no regular expressions.
 */
final class TokenScanner {

	/** Stands for what varies. */
	static final String WILDCARD = "<*>";

	static final long SEED = 0xCBF29CE484222325L;

	private static final long PRIME = 0x100000001B3L;

	private static final long WILDCARD_HASH = 0x9E3779B97F4A7C15L;

	/** Characters that are read of a text. */
	static final int MAX_LENGTH = 1_024;

	/** Tokens that a pattern has at most. */
	static final int MAX_TOKENS = 128;

	/** Characters within which a quotation or a list has to end. */
	private static final int MAX_GROUP = 256;

	private static final byte WORD = 0;

	private static final byte DIGIT = 1;

	private static final byte SPACE = 2;

	private static final byte DELIMITER = 3;

	private static final byte[] KINDS = kinds();

	/** Bytes of the shortest hardware address. */
	private static final int MIN_ADDRESS = 17;

	/** Words that are values wherever they stand. */
	private static final long[] CONSTANTS = hashes("true", "false", "True", "False", "TRUE", "FALSE", "null");

	/** Words behind a number that belong to it. */
	private static final long[] UNITS = hashes("B", "KB", "MB", "GB", "TB", "kB", "KiB", "MiB", "GiB", "ms", "s", "sec",
			"secs", "seconds");

	private static long[] hashes(String... words) {
		return Arrays.stream(words).mapToLong(TokenScanner::hash).toArray();
	}

	private static byte[] kinds() {
		byte[] kinds = new byte[128];
		for (int c = 0; c <= ' '; c++) {
			kinds[c] = SPACE;
		}
		for (int c = '0'; c <= '9'; c++) {
			kinds[c] = DIGIT;
		}
		for (char c : "=:,;()[]{}\"'<>|@#&?!`".toCharArray()) {
			kinds[c] = DELIMITER;
		}
		return kinds;
	}

	/** Whether tokens are kept besides their hash. */
	private final boolean collects;

	private final List<String> tokens = new ArrayList<>();

	private long hash;

	private int count;

	private boolean afterWildcard;

	/** Brackets that are open. */
	private int brackets;

	/** Punctuation of lists behind a placeholder, which counts once a word follows. */
	private int pendingFrom;

	private int pendingTo;

	TokenScanner(boolean collects) {
		this.collects = collects;
	}

	/**
	 * Read a text.
	 * @param text the text
	 * @param seed what the hash begins with
	 * @return the hash of the tokens
	 */
	long scan(String text, long seed) {
		this.tokens.clear();
		this.hash = seed;
		this.count = 0;
		this.afterWildcard = false;
		this.brackets = 0;
		this.pendingFrom = 0;
		this.pendingTo = 0;
		int length = Math.min(text.length(), MAX_LENGTH);
		int at = 0;
		boolean value = false;
		while (at < length && this.count < MAX_TOKENS) {
			char c = text.charAt(at);
			byte kind = kind(c);
			if (kind == SPACE) {
				at++;
				continue;
			}
			if (kind == DELIMITER && !(c == '<' && at + 1 < length && kind(text.charAt(at + 1)) == DIGIT)) {
				int end = groupEnd(text, at, length);
				if (end != -1) {
					wildcard();
					at = end;
				}
				else {
					this.brackets += (c == '[') ? 1 : (c == ']') ? -1 : 0;
					delimiter(text, at);
					at++;
				}
				value = c == '=' && end == -1;
				continue;
			}
			at = word(text, at, length, value);
			value = false;
		}
		flush(text);
		return this.hash;
	}

	/** Returns the tokens of the last text. */
	List<String> tokens() {
		return this.tokens;
	}

	private static byte kind(char c) {
		return (c < 128) ? KINDS[c] : WORD;
	}

	private int word(String text, int start, int length, boolean value) {
		int at = (text.charAt(start) == '<') ? start + 1 : start;
		long word = SEED;
		boolean varies = value;
		int dots = 0;
		int slashes = 0;
		int underscores = 0;
		boolean capitals = true;
		for (; at < length; at++) {
			char c = text.charAt(at);
			byte kind = kind(c);
			if (kind >= SPACE && !(c == ':' && at == start + 1 && at + 1 < length && text.charAt(at + 1) == '\\')) {
				break;
			}
			varies |= kind == DIGIT;
			capitals &= c < 'a';
			if (c == '.') {
				dots++;
			}
			else if (c == '_') {
				underscores++;
			}
			else if (c == '/' || c == '\\') {
				slashes++;
			}
			word = (word ^ c) * PRIME;
		}
		if (at < length && !value) {
			int end = compositeEnd(text, start, at, length);
			if (end != -1) {
				wildcard();
				return end;
			}
		}
		// The dots that end a sentence are none of a name.
		int end = at;
		while (end > start && text.charAt(end - 1) == '.') {
			end--;
			dots--;
		}
		// Constants such as error codes are values, as are names with several dots and
		// the
		// options of a command that are letters.
		varies |= (capitals && underscores > 0) || (slashes > 0 && at - start > 1) || dots > 1
				|| (at - start == 2 && text.charAt(start) == '-') || contains(CONSTANTS, word);
		if (varies) {
			wildcard();
			return (dots > 1 && isException(text, end)) ? reasonEnd(text, at, length) : at;
		}
		if (!(this.afterWildcard && this.pendingTo == this.pendingFrom && contains(UNITS, word))) {
			literal(text, start, at, word);
		}
		return at;
	}

	/** Whether a class of exceptions ends here. */
	private static boolean isException(String text, int end) {
		return text.startsWith("Exception", end - "Exception".length())
				|| text.startsWith("Error", end - "Error".length());
	}

	/** Returns where the message of an exception ends, which varies. */
	private int reasonEnd(String text, int at, int length) {
		if (at + 1 >= length || text.charAt(at) != ':' || text.charAt(at + 1) != ' ') {
			return at;
		}
		int end = (this.brackets > 0) ? text.indexOf(']', at) : -1;
		return (end != -1 && end < length) ? end : length;
	}

	/**
	 * Returns where a list without blanks or a hardware address ends, -1 if the word is
	 * not the beginning of one.
	 */
	private static int compositeEnd(String text, int start, int wordEnd, int length) {
		char separator = text.charAt(wordEnd);
		if (wordEnd + 1 >= length || kind(text.charAt(wordEnd + 1)) >= SPACE) {
			return -1;
		}
		if (separator == ',') {
			int end = wordEnd;
			while (end < length && (text.charAt(end) == ',' || kind(text.charAt(end)) < SPACE)) {
				end++;
			}
			return (end < length && text.charAt(end) == '=') ? -1 : end;
		}
		if (separator == ':' && wordEnd - start == 2) {
			int end = start;
			while (end + 2 <= length && isHex(text.charAt(end)) && isHex(text.charAt(end + 1))) {
				end += 2;
				if (end >= length || text.charAt(end) != ':') {
					break;
				}
				end++;
			}
			return (end - start >= MIN_ADDRESS) ? end : -1;
		}
		return -1;
	}

	private static boolean contains(long[] words, long word) {
		for (long each : words) {
			if (each == word) {
				return true;
			}
		}
		return false;
	}

	private static boolean isHex(char c) {
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
	}

	/** Returns where a quotation or a list ends, -1 if none begins here. */
	private static int groupEnd(String text, int start, int length) {
		char open = text.charAt(start);
		if (open == '"' || open == '\'' || open == '`') {
			if (start > 0 && kind(text.charAt(start - 1)) < SPACE) {
				return -1;
			}
			int end = find(text, open, start + 1, length);
			boolean closes = end != -1 && (end + 1 == length || kind(text.charAt(end + 1)) >= SPACE);
			return closes ? end + 1 : -1;
		}
		if (open == '{') {
			int end = find(text, '}', start + 1, length);
			return (end > start + 1) ? end + 1 : -1;
		}
		if (open == '[') {
			int end = find(text, ']', start + 1, length);
			return (end > start + 1 && isList(text, start + 1, end)) ? end + 1 : -1;
		}
		if (open == '(') {
			int end = find(text, ')', start + 1, length);
			return (end > start + 1 && isListOfWords(text, start + 1, end)) ? end + 1 : -1;
		}
		return -1;
	}

	private static int find(String text, char sought, int start, int length) {
		int last = Math.min(length, start + MAX_GROUP);
		for (int i = start; i < last; i++) {
			if (text.charAt(i) == sought) {
				return i;
			}
		}
		return -1;
	}

	/** Whether brackets hold a list or a single word. */
	private static boolean isList(String text, int start, int end) {
		boolean spaces = false;
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (c == ',') {
				return true;
			}
			spaces |= c == ' ';
		}
		return !spaces;
	}

	/** Whether parentheses hold single words that commas separate. */
	private static boolean isListOfWords(String text, int start, int end) {
		boolean commas = false;
		for (int i = start; i < end; i++) {
			char c = text.charAt(i);
			if (c == ',') {
				commas = true;
			}
			else if ((c == ' ') ? text.charAt(i - 1) != ',' : kind(c) >= SPACE) {
				return false;
			}
		}
		return commas;
	}

	private void wildcard() {
		// Punctuation of lists between two placeholders is part of the list.
		this.pendingTo = this.pendingFrom;
		if (!this.afterWildcard) {
			add(WILDCARD, WILDCARD_HASH);
			this.afterWildcard = true;
		}
	}

	private void literal(String text, int start, int end, long word) {
		flush(text);
		this.afterWildcard = false;
		add(this.collects ? text.substring(start, end) : "", word);
	}

	private void delimiter(String text, int at) {
		char c = text.charAt(at);
		if (this.afterWildcard && (c == ',' || c == ':' || c == ';' || c == '|' || c == '@' || c == '#' || c == '&')) {
			if (this.pendingTo == this.pendingFrom) {
				this.pendingFrom = at;
			}
			this.pendingTo = at + 1;
			return;
		}
		flush(text);
		this.afterWildcard = false;
		add(this.collects ? String.valueOf(c) : "", c);
	}

	private void flush(String text) {
		for (int i = this.pendingFrom; i < this.pendingTo; i++) {
			char c = text.charAt(i);
			if (kind(c) == DELIMITER) {
				add(this.collects ? String.valueOf(c) : "", c);
			}
		}
		this.pendingFrom = this.pendingTo;
	}

	private void add(String token, long token64) {
		this.hash = combine(this.hash, token64);
		this.count++;
		if (this.collects) {
			this.tokens.add(token);
		}
	}

	private static long combine(long hash, long token) {
		long next = (hash ^ token) * PRIME;
		return next ^ (next >>> 32);
	}

	/** Returns the hash that a scan would give for these tokens. */
	static long hash(List<String> tokens, long seed) {
		long hash = seed;
		for (String token : tokens) {
			hash = combine(hash, hash(token));
		}
		return hash;
	}

	static long hash(String token) {
		if (token.equals(WILDCARD)) {
			return WILDCARD_HASH;
		}
		if (token.length() == 1 && kind(token.charAt(0)) == DELIMITER) {
			return token.charAt(0);
		}
		long word = SEED;
		for (int i = 0; i < token.length(); i++) {
			word = (word ^ token.charAt(i)) * PRIME;
		}
		return word;
	}

	/** Whether a token is a word, not punctuation and no placeholder. */
	static boolean isWord(String token) {
		return !token.equals(WILDCARD) && !(token.length() == 1 && kind(token.charAt(0)) == DELIMITER);
	}

}
