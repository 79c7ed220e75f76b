package io.github.observability.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the tour: prose by hand, and for each step a table of what was seen. With
 * {@code -Ddocs.write=true} the tables are those of this run.
 */
final class TourPage {

	private static final Path PAGE = Path.of("..", "docs", "tour.md");

	private static final String WRITTEN_BY = "TourIntegrationTests";

	private final Map<String, Map<String, String>> steps = new LinkedHashMap<>();

	/**
	 * Add what was seen in a step.
	 * @param step the step
	 * @param where where it was seen
	 * @param what what was seen
	 */
	void add(String step, String where, String what) {
		assertThat(what).as(where).isNotBlank().doesNotContain("\n");
		this.steps.computeIfAbsent(step, (key) -> new LinkedHashMap<>()).put(where, what.replace("|", "\\|"));
	}

	boolean has(List<String> all) {
		return this.steps.keySet().containsAll(all);
	}

	/**
	 * Write the tables, or check that the page has a row for all that was seen.
	 */
	void writeOrCheck() throws IOException {
		String page = Files.readString(PAGE);
		for (Map.Entry<String, Map<String, String>> step : this.steps.entrySet()) {
			Matcher block = block(step.getKey()).matcher(page);
			assertThat(block.find()).as("docs/tour.md has the step " + step.getKey()).isTrue();
			if (Boolean.getBoolean("docs.write")) {
				page = page.substring(0, block.start(1)) + table(step.getValue()) + page.substring(block.end(1));
			}
			else {
				assertThat(labels(block.group(1)))
					.as("write it with: mvn verify -pl sample-app -am -Dit.test=" + WRITTEN_BY
							+ " -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false "
							+ "-Dfailsafe.failIfNoSpecifiedTests=false -Dtests.full=true -Ddocs.write=true")
					.isEqualTo(new ArrayList<>(step.getValue().keySet()));
			}
		}
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(PAGE, page);
		}
	}

	private static Pattern block(String step) {
		return Pattern.compile("<!-- %s: written by %s. -->\n(.*?)<!-- End. -->".formatted(step, WRITTEN_BY),
				Pattern.DOTALL);
	}

	private static String table(Map<String, String> rows) {
		StringBuilder table = new StringBuilder("\n| Where | What it shows |\n| --- | --- |\n");
		rows.forEach((where, what) -> table.append("| ").append(where).append(" | ").append(what).append(" |\n"));
		return table.append('\n').toString();
	}

	private static List<String> labels(String table) {
		return Pattern.compile("^\\| (?!Where|---)(.*?) \\|", Pattern.MULTILINE)
			.matcher(table)
			.results()
			.map((MatchResult row) -> row.group(1))
			.toList();
	}

}
