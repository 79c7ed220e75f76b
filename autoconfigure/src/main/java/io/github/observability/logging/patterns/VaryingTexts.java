package io.github.observability.logging.patterns;

import java.util.List;
import java.util.Map;

import io.github.observability.BoundedMap;

/**
 * Learns where texts of several words vary, such as the reason behind a colon or in
 * brackets. A text varies if many different words have been its first, and many its
 * second: where only one of them changes, a single word varies and not the text.
 */
final class VaryingTexts {

	private static final int MAX_CONTEXTS = 2_000;

	/** Different words that make a place vary. */
	private static final int MOST_WORDS = 5;

	/** Words in front of a text. Fewer may be the name of what has logged the line. */
	private static final int LEAST_CONTEXT = 3;

	/** Tokens of a text. A longer one is a message of its own. */
	private static final int MAX_TOKENS = 8;

	private static final long SEED = 0x2545F4914F6CDD1DL;

	private static final long PRIME = 0x100000001B3L;

	private final Map<Long, Context> contexts = BoundedMap.droppingLeastRecentlyUsed(MAX_CONTEXTS);

	/**
	 * Learn from a line that is like none before.
	 * @param tokens the tokens
	 * @param seed keeps lines of different origin apart
	 * @return whether a text varies that did not before
	 */
	boolean learn(List<String> tokens, long seed) {
		return visit(tokens, seed, true);
	}

	/**
	 * Replace texts by placeholders where texts vary.
	 * @param tokens the tokens, which are changed
	 * @param seed keeps lines of different origin apart
	 * @return whether a text was replaced
	 */
	boolean generalize(List<String> tokens, long seed) {
		return visit(tokens, seed, false);
	}

	private boolean visit(List<String> tokens, long seed, boolean learns) {
		long hash = seed ^ SEED;
		int words = 0;
		boolean changed = false;
		for (int i = 0; i + 1 < tokens.size(); i++) {
			String token = tokens.get(i);
			hash = (hash ^ Token.hash(token)) * PRIME;
			hash ^= hash >>> 29;
			words += Token.isWord(token) ? 1 : 0;
			int end = (words >= LEAST_CONTEXT) ? end(tokens, i) : -1;
			if (end != -1 && isText(tokens, i + 1, end)) {
				changed |= learns ? learn(tokens, i + 1, end, hash) : replace(tokens, i + 1, end, hash);
			}
		}
		return changed;
	}

	/** Returns where a text ends that begins behind a token, -1 if none does. */
	private static int end(List<String> tokens, int index) {
		return switch (tokens.get(index)) {
			case ":" -> close(tokens, index + 1, tokens.size());
			case "(", "[" -> close(tokens, index + 1, -1);
			default -> -1;
		};
	}

	/** Returns the bracket that closes what is open. */
	private static int close(List<String> tokens, int start, int otherwise) {
		int depth = 0;
		for (int i = start; i < tokens.size(); i++) {
			switch (tokens.get(i)) {
				case "(", "[" -> depth++;
				case ")", "]" -> {
					if (depth-- == 0) {
						return i;
					}
				}
				default -> {
					// Any other token is part of the text.
				}
			}
		}
		return otherwise;
	}

	private static boolean isText(List<String> tokens, int start, int end) {
		return end > start && end - start <= MAX_TOKENS && (end - start > 1 || Token.isWord(tokens.get(start)));
	}

	private boolean learn(List<String> tokens, int start, int end, long hash) {
		Context context = this.contexts.computeIfAbsent(hash, (key) -> new Context());
		boolean before = context.varies();
		context.first.add(Token.hash(tokens.get(start)), MOST_WORDS);
		context.second.add((end - start > 1) ? Token.hash(tokens.get(start + 1)) : 0, MOST_WORDS);
		return !before && context.varies();
	}

	private boolean replace(List<String> tokens, int start, int end, long hash) {
		Context context = this.contexts.get(hash);
		if (context == null || !context.varies()) {
			return false;
		}
		tokens.subList(start, end).clear();
		tokens.add(start, Token.WILDCARD);
		return true;
	}

	/** The words with which the texts of one place begin. */
	private static final class Context {

		private final DistinctWords first = new DistinctWords();

		private final DistinctWords second = new DistinctWords();

		boolean varies() {
			return this.first.areMany() && this.second.areMany();
		}

	}

}
