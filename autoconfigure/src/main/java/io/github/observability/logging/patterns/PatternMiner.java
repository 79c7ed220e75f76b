package io.github.observability.logging.patterns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Groups lines by pattern. A message with arguments has its template, and grouping is
 * exact. Finished text is mined in the manner of Drain (Pinjia He et al., "Drain: An
 * Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017): what varies by its form
 * is masked first, and a line then joins the pattern of its masked tokens. Where Drain
 * descends a tree and merges by a threshold of similarity, which has to be set for each
 * kind of log, this learns from the neighbors of a word or text whether it varies, with
 * one setting for all.
 * <p>
 * A text that is like an earlier one costs one pass over its characters. One thread at a
 * time uses a miner.
 */
final class PatternMiner {

	static final int MAX_PATTERNS = 1_000;

	/** Places of the table that leads from a masked text to its pattern. */
	private static final int CACHE = 1 << 14;

	private static final int MAX_PASSES = 4;

	private final TokenScanner hashes = new TokenScanner(false);

	private final TokenScanner scanner = new TokenScanner(true);

	private final long[] cacheKeys = new long[CACHE];

	private final @Nullable LogPattern[] cachePatterns = new LogPattern[CACHE];

	private final PatternContexts contexts = new PatternContexts();

	private final VaryingTexts texts = new VaryingTexts();

	private final Map<Long, LogPattern> patterns = new LinkedHashMap<>();

	private final Set<Long> unsettled = new HashSet<>();

	private final UnaryOperator<String> masker;

	private int lessons = Integer.MAX_VALUE;

	private long evicted;

	private boolean created;

	PatternMiner() {
		this(UnaryOperator.identity());
	}

	/**
	 * Create a miner.
	 * @param masker masks secrets in a text
	 */
	PatternMiner(UnaryOperator<String> masker) {
		this.masker = masker;
	}

	/**
	 * Find the pattern of a line, and count it.
	 * @param line the line
	 * @return the pattern
	 */
	LogPattern add(PatternLine line) {
		this.created = false;
		long seed = seed(line);
		String template = line.template();
		long hash = (template != null) ? hash(template, ~seed) : this.hashes.scan(line.text(), seed);
		LogPattern pattern = cached(hash);
		if (pattern == null) {
			pattern = (template != null) ? pattern(line, List.of(), seed, hash) : mine(line, seed);
			cache(hash, pattern);
		}
		pattern.add(line);
		return pattern;
	}

	private @Nullable LogPattern cached(long hash) {
		int place = place(hash);
		if (this.cacheKeys[place] != hash) {
			place ^= 1;
		}
		LogPattern cached = (this.cacheKeys[place] == hash) ? this.cachePatterns[place] : null;
		return (cached != null) ? cached.current() : null;
	}

	/** Of two texts with the same place, the other one moves to the place beside it. */
	private void cache(long hash, LogPattern pattern) {
		int place = place(hash);
		if (this.cacheKeys[place] != hash) {
			this.cacheKeys[place ^ 1] = this.cacheKeys[place];
			this.cachePatterns[place ^ 1] = this.cachePatterns[place];
		}
		this.cacheKeys[place] = hash;
		this.cachePatterns[place] = pattern;
	}

	private static int place(long hash) {
		return (int) (hash >>> 32 ^ hash) & (CACHE - 1);
	}

	/** Whether the last line had a pattern of its own. */
	boolean hasCreated() {
		return this.created;
	}

	private static long seed(PatternLine line) {
		long seed = (Token.SEED + line.logger().hashCode()) * 31 + line.level().hashCode();
		return seed * Token.SEED;
	}

	private static long hash(String template, long seed) {
		long hash = seed;
		for (int i = 0; i < template.length(); i++) {
			hash = (hash ^ template.charAt(i)) * 0x100000001B3L;
		}
		return hash ^ (hash >>> 29);
	}

	private LogPattern mine(PatternLine line, long seed) {
		// Among tokens a secret has not the form by which it is recognized.
		this.scanner.scan(this.masker.apply(line.text()), seed);
		List<String> tokens = generalized(this.scanner.tokens(), seed);
		LogPattern known = this.patterns.get(Token.hash(tokens, seed));
		if (known != null) {
			return known;
		}
		if (this.lessons > 0) {
			this.lessons--;
			if (learn(tokens, seed)) {
				this.unsettled.add(seed);
			}
		}
		return pattern(line, tokens, seed, Token.hash(tokens, seed));
	}

	/**
	 * Limit what is learned until this is called again. Lines that are all different
	 * would otherwise take all of a processor.
	 * @param lessons number of new lines to learn from
	 */
	void learnFrom(int lessons) {
		this.lessons = lessons;
	}

	/** Merges patterns that what was learned since has made equal. */
	void settle() {
		for (int pass = 0; pass < MAX_PASSES && !this.unsettled.isEmpty(); pass++) {
			Set<Long> seeds = Set.copyOf(this.unsettled);
			this.unsettled.clear();
			seeds.stream().filter(this::generalizePatterns).forEach(this.unsettled::add);
		}
		this.unsettled.clear();
	}

	private List<String> generalized(List<String> tokens, long seed) {
		List<String> general = new ArrayList<>(tokens);
		for (int pass = 0; pass < MAX_PASSES && generalize(general, seed); pass++) {
			collapse(general);
		}
		return general;
	}

	private boolean generalize(List<String> tokens, long seed) {
		return this.contexts.generalize(tokens, seed) | this.texts.generalize(tokens, seed);
	}

	private boolean learn(List<String> tokens, long seed) {
		return this.contexts.learn(tokens, seed) | this.texts.learn(tokens, seed);
	}

	/** Makes one placeholder of those that nothing but punctuation of lists separates. */
	private static void collapse(List<String> tokens) {
		int kept = 0;
		int lastWildcard = -1;
		for (int i = 0; i < tokens.size(); i++) {
			String token = tokens.get(i);
			if (token.equals(Token.WILDCARD)) {
				if (lastWildcard != -1) {
					kept = lastWildcard + 1;
					continue;
				}
				lastWildcard = kept;
			}
			else if (!Token.isSeparator(token)) {
				lastWildcard = -1;
			}
			tokens.set(kept++, token);
		}
		while (tokens.size() > kept) {
			tokens.remove(tokens.size() - 1);
		}
	}

	private LogPattern pattern(PatternLine line, List<String> tokens, long seed, long key) {
		LogPattern known = this.patterns.get(key);
		if (known != null) {
			return known;
		}
		if (this.patterns.size() >= MAX_PATTERNS) {
			evict();
		}
		LogPattern pattern = new LogPattern(line, tokens, seed, key);
		this.patterns.put(key, pattern);
		this.created = true;
		return pattern;
	}

	/**
	 * Forgets a pattern that had no line for long. A hit does not touch the order of the
	 * patterns, which would cost more than the rest of it: each pattern gets a second
	 * chance if it had a line since it was last at the end.
	 */
	private void evict() {
		while (true) {
			Iterator<LogPattern> eldest = this.patterns.values().iterator();
			LogPattern pattern = eldest.next();
			eldest.remove();
			if (pattern.evict()) {
				this.evicted++;
				return;
			}
			this.patterns.put(pattern.key(), pattern);
		}
	}

	/** Merges patterns that differ in words which have turned out to vary. */
	private boolean generalizePatterns(long seed) {
		boolean learned = false;
		for (LogPattern pattern : List.copyOf(this.patterns.values())) {
			if (!pattern.isMined() || pattern.seed() != seed) {
				continue;
			}
			List<String> tokens = generalized(pattern.tokens(), seed);
			if (tokens.equals(pattern.tokens())) {
				continue;
			}
			this.patterns.remove(pattern.key());
			long key = Token.hash(tokens, seed);
			LogPattern same = this.patterns.get(key);
			if (same != null) {
				same.absorb(pattern);
			}
			else {
				pattern.change(tokens, key);
				this.patterns.put(key, pattern);
				learned |= learn(tokens, seed);
			}
		}
		return learned;
	}

	/** Returns the patterns. */
	Collection<LogPattern> patterns() {
		return this.patterns.values();
	}

	/** Returns how many patterns were forgotten for want of room. */
	long evicted() {
		return this.evicted;
	}

}
