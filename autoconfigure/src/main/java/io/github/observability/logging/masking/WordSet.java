package io.github.observability.logging.masking;

import java.util.Collection;

/**
 * Set of lower-case words that is asked for a part of a text, without allocating.
 */
final class WordSet {

	private final String[] table;

	private final int mask;

	WordSet(Collection<String> words) {
		int size = Integer.highestOneBit(Math.max(4, words.size()) * 4 - 1);
		this.table = new String[size];
		this.mask = size - 1;
		for (String word : words) {
			int slot = hash(word, 0, word.length()) & this.mask;
			while (this.table[slot] != null) {
				slot = (slot + 1) & this.mask;
			}
			this.table[slot] = word;
		}
	}

	boolean contains(CharSequence text, int start, int end) {
		int slot = hash(text, start, end) & this.mask;
		for (String word = this.table[slot]; word != null; word = this.table[slot]) {
			if (equal(text, start, end, word)) {
				return true;
			}
			slot = (slot + 1) & this.mask;
		}
		return false;
	}

	/**
	 * Hash of the length, the first four letters and the last one, which is enough to
	 * tell a few words apart.
	 */
	private static int hash(CharSequence text, int start, int end) {
		int hash = end - start;
		for (int i = start; i < end && i < start + 4; i++) {
			hash = hash * 31 + Characters.lowerCase(text.charAt(i));
		}
		hash = (end > start) ? hash * 31 + Characters.lowerCase(text.charAt(end - 1)) : hash;
		return hash ^ (hash >>> 11);
	}

	/** Whether a part of a text is a word in lower case, whatever its own case. */
	static boolean equal(CharSequence text, int start, int end, String word) {
		if (start < 0 || end - start != word.length()) {
			return false;
		}
		for (int i = 0; i < word.length(); i++) {
			if (Characters.lowerCase(text.charAt(start + i)) != word.charAt(i)) {
				return false;
			}
		}
		return true;
	}

}
