package io.github.observability.logging.patterns;

import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of a text so far. Placeholders that only punctuation of lists separates
 * become one, so that lists of any length look alike.
 */
final class TokenSequence {

	/** Whether tokens are kept besides their hash. */
	private final boolean collects;

	private final List<String> tokens = new ArrayList<>();

	private final char[] text;

	private long hash;

	private int count;

	private boolean afterWildcard;

	/** Punctuation of lists behind a placeholder, which counts once a word follows. */
	private int pendingFrom;

	private int pendingTo;

	TokenSequence(boolean collects, char[] text) {
		this.collects = collects;
		this.text = text;
	}

	void begin(long seed) {
		this.tokens.clear();
		this.hash = seed;
		this.count = 0;
		this.afterWildcard = false;
		this.pendingFrom = 0;
		this.pendingTo = 0;
	}

	/** Returns the hash of all tokens. */
	long end() {
		flush();
		return this.hash;
	}

	void wildcard() {
		// Punctuation of lists between two placeholders is part of the list.
		this.pendingTo = this.pendingFrom;
		if (!this.afterWildcard) {
			add(Token.WILDCARD, Token.WILDCARD_HASH);
			this.afterWildcard = true;
		}
	}

	void word(int start, int end, long word) {
		flush();
		this.afterWildcard = false;
		add(this.collects ? new String(this.text, start, end - start) : "", word);
	}

	void punctuation(int at) {
		char c = this.text[at];
		if (this.afterWildcard && Token.isSeparator(c)) {
			if (this.pendingTo == this.pendingFrom) {
				this.pendingFrom = at;
			}
			this.pendingTo = at + 1;
			return;
		}
		flush();
		this.afterWildcard = false;
		addPunctuation(c);
	}

	private void flush() {
		for (int i = this.pendingFrom; i < this.pendingTo; i++) {
			char c = this.text[i];
			if (Token.flags(c) == Token.PUNCTUATION) {
				addPunctuation(c);
			}
		}
		this.pendingFrom = this.pendingTo;
	}

	private void addPunctuation(char c) {
		add(this.collects ? String.valueOf(c) : "", c);
	}

	private void add(String token, long hash) {
		this.hash = Token.combine(this.hash, hash);
		this.count++;
		if (this.collects) {
			this.tokens.add(token);
		}
	}

	/** Whether nothing but blanks came since the last placeholder. */
	boolean isBehindWildcard() {
		return this.afterWildcard && this.pendingTo == this.pendingFrom;
	}

	int size() {
		return this.count;
	}

	List<String> tokens() {
		return this.tokens;
	}

}
