package io.github.observability.logging.patterns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Grouping accuracy of the miner by the usual definition: a line counts if the lines of
 * its group are exactly those of its template. A name with an asterisk is of a system
 * that was held out while the miner was written.
 */
class PatternAccuracyTests {

	private static final Path PAGE = Path.of("..", "docs", "logging.md");

	private static final String BEGIN = "<!-- patterns: begin -->\n";

	private static final String END = "<!-- patterns: end -->";

	private static final int LINES = 2_000;

	/** Decide which lines there are. */
	private static final List<Long> SEEDS = List.of(7L, 1L, 42L, 2_026L, 31_337L);

	private static final Map<String, List<Double>> ACCURACIES = accuracies();

	private static Map<String, List<Double>> accuracies() {
		Map<String, List<Double>> accuracies = new LinkedHashMap<>();
		for (long seed : SEEDS) {
			LogCorpus.generate(LINES, seed)
				.forEach((system, lines) -> accuracies.computeIfAbsent(system, (key) -> new ArrayList<>())
					.add(accuracy(lines)));
		}
		return accuracies;
	}

	static Stream<String> systems() {
		return ACCURACIES.keySet().stream();
	}

	@Test
	void coversManySystems() {
		assertThat(LogCorpus.generate(LINES, SEEDS.get(0))).hasSizeGreaterThanOrEqualTo(16)
			.allSatisfy((system, lines) -> assertThat(lines).hasSize(LINES));
		assertThat(LogCorpus.generate(10, 7)).isEqualTo(LogCorpus.generate(10, 7))
			.isNotEqualTo(LogCorpus.generate(10, 8));
	}

	@ParameterizedTest
	@MethodSource("systems")
	void groupsTheLinesOfEachSystem(String system) {
		assertThat(ACCURACIES.get(system)).hasSameSizeAs(SEEDS)
			.allSatisfy((accuracy) -> assertThat(accuracy).isGreaterThanOrEqualTo(0.85));
	}

	@Test
	void groupsTheLinesOfHeldOutSystems() {
		assertThat(systems().filter(PatternAccuracyTests::isHeldOut).toList()).hasSizeGreaterThanOrEqualTo(4)
			.allSatisfy((system) -> assertThat(mean(system)).isGreaterThanOrEqualTo(0.9));
	}

	@Test
	void pageIsUpToDate() throws IOException {
		String page = Files.readString(PAGE);
		String rendered = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table()
				+ page.substring(page.indexOf(END));
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(PAGE, rendered);
			return;
		}
		assertThat(page).as("rewrite it with: mvn test -pl autoconfigure -Dtest=PatternAccuracyTests -Ddocs.write=true")
			.isEqualTo(rendered);
	}

	private static String table() {
		StringBuilder table = new StringBuilder("| System | Templates | Mean | Lowest |\n| --- | --- | --- | --- |\n");
		Map<String, List<LogCorpus.Line>> corpus = LogCorpus.generate(LINES, SEEDS.get(0));
		corpus.forEach((system, lines) -> table
			.append("| %s | %d | %s | %s |\n".formatted(isHeldOut(system) ? system.replace("*", " (held out)") : system,
					lines.stream().map(LogCorpus.Line::template).distinct().count(), rounded(mean(system)),
					rounded(lowest(system)))));
		table.append("| **all** |  | %s | %s |\n".formatted(
				rounded(systems().mapToDouble(PatternAccuracyTests::mean).average().orElseThrow()),
				rounded(systems().mapToDouble(PatternAccuracyTests::lowest).min().orElseThrow())));
		return table.toString();
	}

	private static double mean(String system) {
		return ACCURACIES.get(system).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
	}

	private static double lowest(String system) {
		return Collections.min(ACCURACIES.get(system));
	}

	private static boolean isHeldOut(String system) {
		return system.endsWith("*");
	}

	private static String rounded(double accuracy) {
		return String.format(Locale.ROOT, "%.3f", accuracy);
	}

	private static double accuracy(List<LogCorpus.Line> lines) {
		PatternMiner miner = new PatternMiner();
		List<LogPattern> found = new ArrayList<>();
		for (LogCorpus.Line line : lines) {
			found.add(miner.add(new PatternLine("org.example", "INFO", null, line.text(), 0, null)));
		}
		miner.settle();
		Map<Integer, Set<Integer>> templates = new HashMap<>();
		Map<LogPattern, Set<Integer>> groups = new IdentityHashMap<>();
		for (int i = 0; i < lines.size(); i++) {
			templates.computeIfAbsent(lines.get(i).template(), (key) -> new HashSet<>()).add(i);
			groups.computeIfAbsent(found.get(i).current(), (key) -> new HashSet<>()).add(i);
		}
		int exact = groups.values()
			.stream()
			.filter((group) -> templates.containsValue(group))
			.collect(Collectors.summingInt(Set::size));
		return (double) exact / lines.size();
	}

}
