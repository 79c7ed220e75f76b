package io.github.observability.sample.support;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What OpenMetrics asks of a whole family, beyond the syntax of its lines. */
final class OpenMetricsRules {

	private static final List<String> COUNTING_SUFFIXES = List.of("_total", "_bucket", "_count", "_gcount");

	private final Scrape scrape;

	private final MetricFamily family;

	private OpenMetricsRules(Scrape scrape, MetricFamily family) {
		this.scrape = scrape;
		this.family = family;
	}

	static void check(Scrape scrape, MetricFamily family) {
		OpenMetricsRules rules = new OpenMetricsRules(scrape, family);
		rules.checkUnit();
		rules.checkTogether();
		rules.checkCounts();
		rules.checkType();
	}

	private void checkUnit() {
		String unit = this.family.unit();
		if (unit.isEmpty()) {
			return;
		}
		if (!this.family.name().endsWith("_" + unit)) {
			throw this.family.refusal("name does not end in its unit '_" + unit + "'");
		}
		if (this.family.type().equals("info") || this.family.type().equals("stateset")) {
			throw this.family.refusal("type has no unit");
		}
	}

	private void checkTogether() {
		Set<Map<String, String>> seen = new HashSet<>();
		Map<String, String> current = null;
		for (Sample sample : this.family.samples()) {
			Map<String, String> metric = sample.identity(sampleLabel());
			if (!metric.equals(current) && !seen.add(metric)) {
				throw this.family.refusal("samples of " + metric + " are not together");
			}
			current = metric;
		}
	}

	private void checkCounts() {
		if (this.family.type().equals("unknown") || this.family.type().equals("gauge")) {
			return;
		}
		for (String suffix : COUNTING_SUFFIXES) {
			for (Sample sample : this.family.samplesWithSuffix(suffix)) {
				require(sample.value() >= 0, "below zero or not a number", sample);
			}
		}
	}

	private void checkType() {
		switch (this.family.type()) {
			case "histogram", "gaugehistogram" -> HistogramRules.check(this.scrape, this.family, false);
			case "summary" -> SummaryRules.check(this.family);
			case "info" -> this.family.samples().forEach((sample) -> require(sample.value() == 1, "is not 1", sample));
			case "stateset" -> this.family.samples().forEach(this::checkState);
			default -> {
			}
		}
	}

	private void checkState(Sample sample) {
		require(sample.labels().containsKey(this.family.name()), "has no label of the family's name", sample);
		require(sample.value() == 0 || sample.value() == 1, "is neither 0 nor 1", sample);
	}

	private String sampleLabel() {
		return switch (this.family.type()) {
			case "histogram", "gaugehistogram" -> "le";
			case "summary" -> "quantile";
			case "stateset" -> this.family.name();
			default -> "";
		};
	}

	private void require(boolean condition, String problem, Sample sample) {
		if (!condition) {
			throw this.family.refusal(problem + ": " + sample);
		}
	}

}
