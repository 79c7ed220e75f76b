package io.github.observability.logging.patterns;

import java.util.Arrays;

/**
 * Different words that have stood in one place, as hashes, until they are many.
 */
final class DistinctWords {

	private static final long[] NONE = new long[0];

	private long[] words = new long[2];

	private int size;

	private boolean many;

	/**
	 * Add a word.
	 * @param word the hash of the word
	 * @param most how many different words are many
	 * @return whether this word has made them many
	 */
	boolean add(long word, int most) {
		if (this.many || contains(word)) {
			return false;
		}
		if (this.size + 1 >= most) {
			this.many = true;
			this.words = NONE;
			return true;
		}
		if (this.size == this.words.length) {
			this.words = Arrays.copyOf(this.words, this.size * 2);
		}
		this.words[this.size++] = word;
		return false;
	}

	private boolean contains(long word) {
		for (int i = 0; i < this.size; i++) {
			if (this.words[i] == word) {
				return true;
			}
		}
		return false;
	}

	boolean areMany() {
		return this.many;
	}

}
