package io.github.observability.logging.patterns;

import java.util.List;
import java.util.Map;

import io.github.observability.BoundedMap;

/**
 * Learns where words vary. The neighbors of a word are its context; a context in which
 * many different words have stood is a place of a variable. Contexts reach to one side,
 * or to both, or are all other tokens of the line, which is the strongest evidence and
 * needs the fewest words.
 */
final class PatternContexts {

	private static final int MAX_CONTEXTS = 10_000;

	/** Different words that make a place vary, by the kind of context. */
	private static final int[] MOST_WORDS = { 5, 5, 5, 9, 9 };

	private static final int KINDS = 5;

	/** Words, as opposed to punctuation, that a context has at least. */
	private static final int[] LEAST_CONTEXT = { 1, 2, 2, 3, 3 };

	private static final int REACH = 4;

	/** Tokens of a line whose other tokens are a context. */
	private static final int MAX_WHOLE = 64;

	private static final long EDGE = 0x5851F42D4C957F2DL;

	private static final long PRIME = 0x100000001B3L;

	private final Map<Long, DistinctWords> contexts = BoundedMap.droppingLeastRecentlyUsed(MAX_CONTEXTS);

	/**
	 * Replace words by placeholders where words vary.
	 * @param tokens the tokens, which are changed
	 * @param seed keeps lines of different origin apart
	 * @return whether a word was replaced
	 */
	boolean generalize(List<String> tokens, long seed) {
		long[] hashes = hashes(tokens);
		boolean[] words = words(tokens);
		boolean changed = false;
		for (int i = 0; i < hashes.length; i++) {
			if (words[i] && varies(hashes, words, i, seed)) {
				tokens.set(i, Token.WILDCARD);
				hashes[i] = Token.hash(Token.WILDCARD);
				words[i] = false;
				changed = true;
			}
		}
		return changed;
	}

	private boolean varies(long[] hashes, boolean[] words, int index, long seed) {
		for (int kind = 0; kind < KINDS; kind++) {
			long context = context(hashes, words, index, kind, seed);
			DistinctWords seen = (context != 0) ? this.contexts.get(context) : null;
			if (seen != null && seen.areMany()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Learn from a line that is like none before.
	 * @param tokens the tokens
	 * @param seed keeps lines of different origin apart
	 * @return whether a place varies that did not before
	 */
	boolean learn(List<String> tokens, long seed) {
		long[] hashes = hashes(tokens);
		boolean[] words = words(tokens);
		boolean changed = false;
		for (int i = 0; i < hashes.length; i++) {
			for (int kind = 0; words[i] && kind < KINDS; kind++) {
				long context = context(hashes, words, i, kind, seed);
				if (context != 0) {
					changed |= this.contexts.computeIfAbsent(context, (key) -> new DistinctWords())
						.add(hashes[i], MOST_WORDS[kind]);
				}
			}
		}
		return changed;
	}

	private static long[] hashes(List<String> tokens) {
		long[] hashes = new long[tokens.size()];
		for (int i = 0; i < hashes.length; i++) {
			hashes[i] = Token.hash(tokens.get(i));
		}
		return hashes;
	}

	private static boolean[] words(List<String> tokens) {
		boolean[] words = new boolean[tokens.size()];
		for (int i = 0; i < words.length; i++) {
			words[i] = Token.isWord(tokens.get(i));
		}
		return words;
	}

	/** Returns 0 for a context that says too little, or is too long to be looked at. */
	private static long context(long[] hashes, boolean[] words, int index, int kind, long seed) {
		return switch (kind) {
			case 0 -> whole(hashes, words, index, kind, seed);
			case 1 -> context(hashes, words, index, index - 3, index + 2, kind, seed);
			case 2 -> context(hashes, words, index, index - 1, index + 4, kind, seed);
			case 3 -> context(hashes, words, index, index - REACH, index, kind, seed);
			default -> context(hashes, words, index, index + 1, index + 1 + REACH, kind, seed);
		};
	}

	private static long whole(long[] hashes, boolean[] words, int index, int kind, long seed) {
		return (hashes.length <= MAX_WHOLE) ? context(hashes, words, index, 0, hashes.length, kind, seed) : 0;
	}

	private static long context(long[] hashes, boolean[] words, int index, int from, int to, int kind, long seed) {
		long hash = seed + kind;
		int count = 0;
		for (int i = from; i < to; i++) {
			if (i == index) {
				hash = hash * PRIME + 1;
			}
			else if (i < 0 || i >= hashes.length) {
				hash = (hash ^ EDGE) * PRIME;
			}
			else {
				if (words[i]) {
					count++;
				}
				hash = (hash ^ hashes[i]) * PRIME;
			}
			hash ^= hash >>> 29;
		}
		return (count >= LEAST_CONTEXT[kind]) ? hash : 0;
	}

}
