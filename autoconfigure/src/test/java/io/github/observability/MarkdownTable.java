package io.github.observability;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of a reference page.
 */
final class MarkdownTable {

	private final List<String> header;

	private final List<List<String>> rows = new ArrayList<>();

	MarkdownTable(String... header) {
		this.header = List.of(header);
	}

	/**
	 * Add a row.
	 * @param cells its cells, one for each column
	 * @return this table
	 */
	MarkdownTable row(String... cells) {
		this.rows.add(List.of(cells));
		return this;
	}

	boolean isEmpty() {
		return this.rows.isEmpty();
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder();
		append(table, this.header);
		append(table, this.header.stream().map((column) -> "---").toList());
		this.rows.forEach((row) -> append(table, row));
		return table.toString();
	}

	private static void append(StringBuilder table, List<String> cells) {
		table.append("| ").append(String.join(" | ", cells)).append(" |\n");
	}

	/**
	 * Format a text as code.
	 * @param text the text
	 * @return the Markdown
	 */
	static String code(String text) {
		return text.isEmpty() ? "" : "`" + text + "`";
	}

}
