package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes expressions over the series that the variables of a dashboard select.
 *
 * @param applicationLabel the label that names the application
 * @param instanceLabel the label that names the instance
 */
record PromQl(String applicationLabel, String instanceLabel) {

	/** At least four scrapes long, as Grafana knows the scrape interval. */
	static final String RECENT = "$__rate_interval";

	/** What the dashboard shows. */
	static final String SHOWN = "$__range";

	/** A denominator of 0 means that nothing happened, which is a ratio of 0. */
	private static final String NOT_ZERO = "1e-9";

	private static final Pattern PLAIN_METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

	private static final Pattern PLAIN_LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

	/**
	 * Select the series of the chosen applications and instances.
	 * @param metric their name
	 * @param matchers further matchers
	 * @return the selector
	 */
	String select(String metric, String... matchers) {
		List<String> all = new ArrayList<>();
		boolean plain = PLAIN_METRIC.matcher(metric).matches();
		if (!plain) {
			all.add(quoted(metric));
		}
		all.add(this.applicationLabel + "=~\"$application\"");
		all.add(this.instanceLabel + "=~\"$instance\"");
		all.addAll(Arrays.asList(matchers));
		return (plain ? metric : "") + "{" + String.join(",", all) + "}";
	}

	String rate(String metric, String... matchers) {
		return "rate(" + select(metric, matchers) + "[" + RECENT + "])";
	}

	String increase(String metric, String window, String... matchers) {
		return "increase(" + select(metric, matchers) + "[" + window + "])";
	}

	/**
	 * Add up.
	 * @param expression what to add up
	 * @param labels the labels that remain
	 * @return the sum
	 */
	static String sum(String expression, String... labels) {
		return aggregated("sum", expression, labels);
	}

	static String max(String expression, String... labels) {
		return aggregated("max", expression, labels);
	}

	static String aggregated(String operator, String expression, String... labels) {
		if (labels.length == 0) {
			return operator + "(" + expression + ")";
		}
		return operator + " by (" + Arrays.stream(labels).map(PromQl::label).collect(Collectors.joining(", ")) + ") ("
				+ expression + ")";
	}

	/**
	 * Divide a part by the whole. Both have the same labels; a part that is missing is 0.
	 * @param part the part
	 * @param whole the whole
	 * @return the ratio
	 */
	static String ratio(String part, String whole) {
		return "(" + part + " or 0 * " + whole + ")\n/ clamp_min(" + whole + ", " + NOT_ZERO + ")";
	}

	static String quantile(String quantile, String buckets) {
		return "histogram_quantile(" + quantile + ", " + buckets + ")";
	}

	static String top(int count, String expression) {
		return "topk(" + count + ", " + expression + ")";
	}

	static String equal(String label, String value) {
		return label(label) + "=" + quoted(value);
	}

	static String matching(String label, String pattern) {
		return label(label) + "=~" + quoted(pattern);
	}

	static String label(String label) {
		return PLAIN_LABEL.matcher(label).matches() ? label : quoted(label);
	}

	private static String quoted(String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
	}

}
