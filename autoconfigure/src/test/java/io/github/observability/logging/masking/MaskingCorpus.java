package io.github.observability.logging.masking;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines with marked secrets, and lines that only look as if they had some. Tokens are
 * made when the lines are read, so that no scanner takes the files for leaks.
 */
final class MaskingCorpus {

	private static final Pattern GENERATED = Pattern.compile("\\{(b62|b64|hex|up|num):(\\d+)}");

	private static final Pattern SECRET = Pattern.compile("\u27E6(.*?)\u27E7", Pattern.DOTALL);

	/** What a secret value nests, and may be masked with it. */
	private static final Pattern AROUND = Pattern.compile("\u27E8(.*?)\u27E9", Pattern.DOTALL);

	private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]{3,}");

	private static final String DIGITS = "0123456789";

	private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	private static final Map<String, String> ALPHABETS = Map.of("b62", DIGITS + UPPER + UPPER.toLowerCase(Locale.ROOT),
			"b64", DIGITS + UPPER + UPPER.toLowerCase(Locale.ROOT) + "+/", "hex", DIGITS + "abcdef", "up",
			"234567" + UPPER, "num", DIGITS);

	private final List<Line> lines;

	private MaskingCorpus(List<Line> lines) {
		this.lines = lines;
	}

	static MaskingCorpus read(String name) {
		try (InputStream stream = MaskingCorpus.class.getResourceAsStream("/masking/" + name + ".txt")) {
			List<Line> lines = new ArrayList<>();
			Random random = new Random(name.hashCode());
			for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
				if (!line.startsWith("#")) {
					String[] parts = line.split("\t", 2);
					lines.add(Line.of(parts[0], generated(unescaped(parts[1]), random)));
				}
			}
			return new MaskingCorpus(lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String unescaped(String text) {
		StringBuilder unescaped = new StringBuilder();
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '\\' && i + 1 < text.length()) {
				char next = text.charAt(++i);
				switch (next) {
					case 'n' -> unescaped.append('\n');
					case 'r' -> unescaped.append('\r');
					case 't' -> unescaped.append('\t');
					case '\\' -> unescaped.append('\\');
					default -> unescaped.append(c).append(next);
				}
			}
			else {
				unescaped.append(c);
			}
		}
		return unescaped.toString();
	}

	private static String generated(String text, Random random) {
		return GENERATED.matcher(text).replaceAll((match) -> {
			String alphabet = ALPHABETS.get(match.group(1));
			StringBuilder characters = new StringBuilder();
			for (int i = 0; i < Integer.parseInt(match.group(2)); i++) {
				characters.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			return Matcher.quoteReplacement(characters.toString());
		});
	}

	List<Line> lines() {
		return this.lines;
	}

	Map<String, Score> scores(TextMasker masker) {
		Map<String, Score> scores = new TreeMap<>();
		for (Line line : this.lines) {
			Score score = scores.computeIfAbsent(line.category(), (category) -> new Score());
			String masked = masker.mask(line.text(), line.text().length(), new MaskingCounts());
			score.lines++;
			score.secrets += line.secrets().size();
			score.found += line.secrets().stream().filter((secret) -> !masked.contains(secret)).count();
			score.falseMasks += line.isFalselyMasked(masked) ? 1 : 0;
		}
		return scores;
	}

	/**
	 * A line of the corpus.
	 *
	 * @param category kind of the line
	 * @param text the text
	 * @param secrets what has to be masked in it
	 * @param others the other words of the text
	 */
	record Line(String category, String text, List<String> secrets, Set<String> others) {

		static Line of(String category, String marked) {
			List<String> secrets = SECRET.matcher(marked).results().map((match) -> match.group(1)).toList();
			Set<String> others = new HashSet<>();
			WORD.matcher(AROUND.matcher(SECRET.matcher(marked).replaceAll(" ")).replaceAll(" "))
				.results()
				.forEach((word) -> others.add(word.group()));
			String text = AROUND.matcher(SECRET.matcher(marked).replaceAll("$1")).replaceAll("$1");
			return new Line(category, text, secrets, others);
		}

		/** Whether more is masked than the secrets. */
		boolean isFalselyMasked(String masked) {
			return this.secrets.isEmpty() ? !masked.equals(this.text)
					: !this.others.stream().allMatch(masked::contains);
		}

	}

	/** Counts of a category. */
	static final class Score {

		int lines;

		int secrets;

		int found;

		int falseMasks;

		void add(Score other) {
			this.lines += other.lines;
			this.secrets += other.secrets;
			this.found += other.found;
			this.falseMasks += other.falseMasks;
		}

		double recall() {
			return (this.secrets != 0) ? (double) this.found / this.secrets : 1;
		}

		double precision() {
			return (this.found + this.falseMasks != 0) ? (double) this.found / (this.found + this.falseMasks) : 1;
		}

		double falseMaskRate() {
			return (double) this.falseMasks / this.lines;
		}

	}

}
