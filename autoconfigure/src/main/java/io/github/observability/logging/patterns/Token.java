package io.github.observability.logging.patterns;

import java.util.Arrays;
import java.util.List;

/**
 * Kinds of characters, and the hashes of the tokens that they make.
 */
final class Token {

	/** Stands for what varies. */
	static final String WILDCARD = "<*>";

	static final long WILDCARD_HASH = 0x9E3779B97F4A7C15L;

	/** What a hash begins with. */
	static final long SEED = 0xCBF29CE484222325L;

	private static final long PRIME = 0x100000001B3L;

	/** A dot, as 1, so that the dots of a word can be added up. */
	static final int DOT = 1;

	static final int DIGIT = 1 << 1;

	static final int SLASH = 1 << 2;

	static final int UNDERSCORE = 1 << 3;

	/** A small letter, or what is beyond ASCII. */
	static final int SMALL = 1 << 4;

	static final int SPACE = 1 << 5;

	static final int PUNCTUATION = 1 << 6;

	/** What ends a word. */
	static final int END = SPACE | PUNCTUATION;

	/**
	 * What a character is, as flags: a word is read without a branch for each of them.
	 */
	private static final byte[] FLAGS = flags();

	private Token() {
	}

	private static byte[] flags() {
		byte[] flags = new byte[128];
		mark(flags, 0, ' ', SPACE);
		mark(flags, '0', '9', DIGIT);
		mark(flags, 'a', 127, SMALL);
		flags['.'] = DOT;
		flags['_'] = UNDERSCORE;
		flags['/'] = SLASH;
		flags['\\'] = SLASH;
		for (char c : "=:,;()[]{}\"'<>|@#&?!`".toCharArray()) {
			flags[c] = PUNCTUATION;
		}
		return flags;
	}

	private static void mark(byte[] flags, int first, int last, int flag) {
		Arrays.fill(flags, first, last + 1, (byte) flag);
	}

	static int flags(char c) {
		return (c < 128) ? FLAGS[c] : SMALL;
	}

	/** Whether a character ends a word. */
	static boolean isEnd(char c) {
		return (flags(c) & END) != 0;
	}

	/** Whether a character separates the elements of a list. */
	static boolean isSeparator(char c) {
		return c == ',' || c == ':' || c == ';' || c == '|' || c == '@' || c == '#' || c == '&';
	}

	/** Whether a token separates the elements of a list. */
	static boolean isSeparator(String token) {
		return token.length() == 1 && isSeparator(token.charAt(0));
	}

	/** Whether a token is a word, not punctuation and no placeholder. */
	static boolean isWord(String token) {
		return !token.equals(WILDCARD) && !isPunctuation(token);
	}

	private static boolean isPunctuation(String token) {
		return token.length() == 1 && flags(token.charAt(0)) == PUNCTUATION;
	}

	/** Returns the hash of a word and one more character. */
	static long hash(long word, char c) {
		return (word ^ c) * PRIME;
	}

	static long hash(String token) {
		if (token.equals(WILDCARD)) {
			return WILDCARD_HASH;
		}
		if (isPunctuation(token)) {
			return token.charAt(0);
		}
		long word = SEED;
		for (int i = 0; i < token.length(); i++) {
			word = hash(word, token.charAt(i));
		}
		return word;
	}

	/** Returns the hash of tokens and one more. */
	static long combine(long hash, long token) {
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

}
