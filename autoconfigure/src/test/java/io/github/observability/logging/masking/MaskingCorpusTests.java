package io.github.observability.logging.masking;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.sun.management.ThreadMXBean;
import io.github.observability.testing.RenderedPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many secrets of a corpus are masked, and how much else. The held-out half was
 * written before the masker and serves for nothing but this.
 */
class MaskingCorpusTests {

	private static final RenderedPart PAGE = new RenderedPart(Path.of("..", "docs", "logging.md"),
			"<!-- corpus: begin -->\n", "<!-- corpus: end -->");

	private final TextMasker masker = new TextMasker(new SecretKeys(Set.of(), Set.of()), true, false, true);

	@ParameterizedTest
	@ValueSource(strings = { "development", "held-out" })
	void masksSecretsAndLittleElse(String half) {
		MaskingCorpus.Score all = new MaskingCorpus.Score();
		MaskingCorpus.read(half).scores(this.masker).values().forEach(all::add);
		assertThat(all.lines).isGreaterThan(300);
		assertThat(all.recall()).isGreaterThanOrEqualTo(0.98);
		assertThat(all.falseMaskRate()).isLessThanOrEqualTo(0.01);
	}

	@Test
	void masksNothingIfOff() {
		TextMasker off = new TextMasker(new SecretKeys(Set.of(), Set.of()), false, false, true);
		MaskingCorpus.Score all = new MaskingCorpus.Score();
		MaskingCorpus.read("held-out").scores(off).values().forEach(all::add);
		assertThat(all.found).isZero();
		assertThat(all.falseMasks).isZero();
	}

	@Test
	void allocatesNothingForCleanText() {
		String[] clean = MaskingCorpus.read("development")
			.lines()
			.stream()
			.filter((line) -> line.secrets().isEmpty())
			.map(MaskingCorpus.Line::text)
			.toArray(String[]::new);
		MaskingCounts counts = new MaskingCounts();
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long least = Long.MAX_VALUE;
		for (int round = 0; round < 20; round++) {
			long before = threads.getCurrentThreadAllocatedBytes();
			for (String text : clean) {
				this.masker.mask(text, text.length(), counts);
			}
			least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
		}
		assertThat(least).isZero();
	}

	@Test
	void pageIsUpToDate() {
		PAGE.assertIsUpToDate(table(), getClass());
	}

	private String table() {
		Map<String, MaskingCorpus.Score> development = MaskingCorpus.read("development").scores(this.masker);
		Map<String, MaskingCorpus.Score> heldOut = MaskingCorpus.read("held-out").scores(this.masker);
		Map<String, MaskingCorpus.Score> both = new TreeMap<>();
		for (Map<String, MaskingCorpus.Score> half : List.of(development, heldOut)) {
			half.forEach(
					(category, score) -> both.computeIfAbsent(category, (key) -> new MaskingCorpus.Score()).add(score));
		}
		StringBuilder table = new StringBuilder(
				"| Lines | Secrets | Recall | Precision | Lines masked falsely |\n| --- | --- | --- | --- | --- |\n");
		both.forEach((category, score) -> row(table, category, score));
		row(table, "**development half**", total(development));
		row(table, "**held-out half**", total(heldOut));
		return table.toString();
	}

	private static MaskingCorpus.Score total(Map<String, MaskingCorpus.Score> scores) {
		MaskingCorpus.Score all = new MaskingCorpus.Score();
		scores.values().forEach(all::add);
		return all;
	}

	private static void row(StringBuilder table, String category, MaskingCorpus.Score score) {
		String recall = (score.secrets != 0) ? String.format(Locale.ROOT, "%.3f", score.recall()) : "";
		String precision = (score.secrets != 0) ? String.format(Locale.ROOT, "%.3f", score.precision()) : "";
		table.append("| %s: %d | %d | %s | %s | %d |%n"
			.formatted(category, score.lines, score.secrets, recall, precision, score.falseMasks)
			.replace("\r", ""));
	}

}
