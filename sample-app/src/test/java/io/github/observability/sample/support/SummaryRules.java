package io.github.observability.sample.support;

/** What the quantiles of a summary must be. */
final class SummaryRules {

	private SummaryRules() {
	}

	static void check(MetricFamily family) {
		for (Sample sample : family.samplesWithSuffix("")) {
			String quantile = sample.labels().getOrDefault("quantile", "");
			if (!Numbers.REAL.matcher(quantile).matches() || !isShare(Numbers.parse(quantile))) {
				throw family.refusal("needs a quantile from 0 to 1: " + sample);
			}
		}
	}

	private static boolean isShare(double value) {
		return value >= 0 && value <= 1;
	}

}
