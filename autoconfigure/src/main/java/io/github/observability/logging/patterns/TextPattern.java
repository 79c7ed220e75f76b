package io.github.observability.logging.patterns;

/**
 * What texts have in common that differ only in what varies by its form: numbers, words
 * with digits, paths, quoted text, lists and values.
 */
public final class TextPattern {

	/** Stands for what varies. */
	public static final String PLACEHOLDER = Token.WILDCARD;

	private final String text;

	private final long hash;

	private TextPattern(String text, long hash) {
		this.text = text;
		this.hash = hash;
	}

	/**
	 * Return the pattern of a text.
	 * @param text a text, or a pattern with {@code <*>} for what varies
	 * @return its pattern
	 */
	public static TextPattern of(String text) {
		String plain = text.replace(PLACEHOLDER, "0");
		TokenScanner scanner = new TokenScanner(true);
		long hash = scanner.scan(plain, Token.SEED);
		return new TextPattern(LogPattern.text(scanner.tokens()), hash);
	}

	/**
	 * Whether a text has this pattern.
	 * @param text the text
	 * @return whether it has
	 */
	public boolean matches(String text) {
		return new TokenScanner(false).scan(text, Token.SEED) == this.hash;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
