package io.github.observability.sample.support;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Strict reader of the OpenMetrics text format 1.0.0.
 *
 * @see <a href=
 * "https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md">OpenMetrics
 * 1.0.0</a>
 */
public final class OpenMetricsText {

	private static final Dialect DIALECT = new Dialect("unknown",
			Map.of("unknown", List.of(""), "gauge", List.of(""), "stateset", List.of(""), "info", List.of("_info"),
					"counter", List.of("_total", "_created"), "histogram",
					List.of("_bucket", "_count", "_sum", "_created"), "gaugehistogram",
					List.of("_bucket", "_gcount", "_gsum"), "summary", List.of("", "_count", "_sum", "_created")));

	private static final Set<String> KEYWORDS = Set.of("TYPE", "UNIT", "HELP");

	private static final int MAX_EXEMPLAR_LENGTH = 128;

	private final ScrapeBuilder builder = new ScrapeBuilder(DIALECT);

	private OpenMetricsText() {
	}

	/**
	 * Reads a scrape as the specification has it.
	 * @param text body of the answer
	 * @return what it says
	 * @throws AssertionError if the text breaks a rule of the format, with the line
	 */
	public static Scrape parse(String text) {
		return new OpenMetricsText().read(text);
	}

	private Scrape read(String text) {
		String[] lines = (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).split("\n", -1);
		int last = lines.length - 1;
		for (int i = 0; i < last; i++) {
			readLine(new LineLexer(lines[i], i + 1, false));
		}
		LineLexer end = new LineLexer(lines[last], lines.length, false);
		if (!lines[last].equals("# EOF")) {
			throw end.refusal("# EOF expected as the last line");
		}
		Scrape scrape = this.builder.build(end);
		scrape.families().forEach((family) -> OpenMetricsRules.check(scrape, family));
		return scrape;
	}

	private void readLine(LineLexer line) {
		if (line.skip('#')) {
			readMetadata(line);
			return;
		}
		String name = line.metricName();
		Map<String, String> labels = line.labels();
		line.separator();
		double value = line.number(Numbers.OPEN_METRICS, "value");
		Double timestamp = null;
		Exemplar exemplar = null;
		if (!line.atEnd()) {
			line.separator();
			timestamp = line.at('#') ? null : line.number(Numbers.REAL, "timestamp");
			exemplar = readExemplar(line, timestamp != null);
		}
		line.expectEnd();
		String type = this.builder.add(line, new Sample(name, labels, value, timestamp, exemplar));
		if (exemplar != null && !takesExemplar(type, name)) {
			throw line.refusal("exemplar on neither a counter's total nor a bucket");
		}
	}

	private void readMetadata(LineLexer line) {
		line.separator();
		String keyword = line.token();
		if (!KEYWORDS.contains(keyword)) {
			throw line.refusal("TYPE, UNIT or HELP expected, for there are no comments");
		}
		line.separator();
		String name = line.metricName();
		line.separator();
		this.builder.describe(line, name, keyword, keyword.equals("HELP") ? line.textWithoutQuotes() : line.token());
		line.expectEnd();
	}

	private @Nullable Exemplar readExemplar(LineLexer line, boolean separatorAhead) {
		if (line.atEnd()) {
			return null;
		}
		if (separatorAhead) {
			line.separator();
		}
		line.expect('#');
		line.separator();
		if (!line.at('{')) {
			throw line.refusal("'{' expected");
		}
		Map<String, String> labels = line.labels();
		if (length(labels) > MAX_EXEMPLAR_LENGTH) {
			throw line.refusal("exemplar labels longer than " + MAX_EXEMPLAR_LENGTH);
		}
		line.separator();
		double value = line.number(Numbers.OPEN_METRICS, "value");
		return new Exemplar(labels, value, readExemplarTimestamp(line));
	}

	private @Nullable Double readExemplarTimestamp(LineLexer line) {
		if (line.atEnd()) {
			return null;
		}
		line.separator();
		return line.number(Numbers.REAL, "timestamp");
	}

	private static boolean takesExemplar(String type, String sampleName) {
		return switch (type) {
			case "counter" -> sampleName.endsWith("_total");
			case "histogram", "gaugehistogram" -> sampleName.endsWith("_bucket");
			default -> false;
		};
	}

	private static long length(Map<String, String> labels) {
		return labels.entrySet()
			.stream()
			.mapToLong((label) -> label.getKey().length() + label.getValue().codePoints().count())
			.sum();
	}

}
