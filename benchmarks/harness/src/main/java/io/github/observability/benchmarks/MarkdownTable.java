package io.github.observability.benchmarks;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of a Markdown page.
 */
final class MarkdownTable {

	private final StringBuilder text = new StringBuilder();

	MarkdownTable(String... headings) {
		row(List.of(headings));
		row(IntStream.range(0, headings.length).mapToObj((i) -> (i == 0) ? "---" : "---:").toList());
	}

	MarkdownTable row(List<String> cells) {
		this.text.append(cells.stream()
			.map((cell) -> cell.replace("|", "\\|").replace("\n", " "))
			.collect(Collectors.joining(" | ", "| ", " |\n")));
		return this;
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
