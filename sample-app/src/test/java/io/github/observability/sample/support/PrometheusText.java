package io.github.observability.sample.support;

import java.util.List;
import java.util.Map;

/**
 * Strict reader of the Prometheus text format 0.0.4.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
 * formats</a>
 */
public final class PrometheusText {

	private static final Dialect DIALECT = new Dialect("untyped",
			Map.of("counter", List.of(""), "gauge", List.of(""), "untyped", List.of(""), "histogram",
					List.of("_bucket", "_sum", "_count"), "summary", List.of("", "_sum", "_count")));

	private PrometheusText() {
	}

	/**
	 * Reads a scrape.
	 * @param text body of the answer
	 * @return what it says
	 * @throws AssertionError if the text breaks a rule of the format, with the line
	 */
	public static Scrape parse(String text) {
		if (!text.endsWith("\n")) {
			throw new AssertionError("No line feed at the end of the scrape: " + lastLine(text));
		}
		ScrapeBuilder builder = new ScrapeBuilder(DIALECT);
		String[] lines = text.split("\n", -1);
		for (int i = 0; i < lines.length - 1; i++) {
			read(new LineLexer(lines[i], i + 1, true), builder);
		}
		Scrape scrape = builder.build(new LineLexer("", lines.length, true));
		scrape.families().forEach((family) -> check(scrape, family));
		return scrape;
	}

	private static void read(LineLexer line, ScrapeBuilder builder) {
		line.blanks();
		if (line.atEnd()) {
			return;
		}
		if (line.skip('#')) {
			readComment(line, builder);
			return;
		}
		String name = line.metricName();
		line.blanks();
		Map<String, String> labels = line.labels();
		line.separator();
		double value = line.number(Numbers.PROMETHEUS, "value");
		line.blanks();
		Double timestamp = line.atEnd() ? null : line.number(Numbers.INTEGER, "timestamp");
		line.expectEnd();
		builder.add(line, new Sample(name, labels, value, timestamp, null));
	}

	private static void readComment(LineLexer line, ScrapeBuilder builder) {
		line.blanks();
		String keyword = line.token();
		if (!keyword.equals("HELP") && !keyword.equals("TYPE")) {
			return;
		}
		line.separator();
		String name = line.metricName();
		if (!line.atEnd()) {
			line.separator();
		}
		builder.describe(line, name, keyword, keyword.equals("HELP") ? line.text() : line.token());
		line.expectEnd();
	}

	private static void check(Scrape scrape, MetricFamily family) {
		switch (family.type()) {
			case "histogram" -> HistogramRules.check(scrape, family, true);
			case "summary" -> SummaryRules.check(family);
			default -> {
			}
		}
	}

	private static String lastLine(String text) {
		return text.substring(text.lastIndexOf('\n') + 1);
	}

}
