package io.github.observability.slo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.observability.HttpNames;
import io.github.observability.saturation.SaturationMeter;

/**
 * Optional rules: recordings of golden signals, bands around their normal values,
 * saturation and funnels.
 */
final class SignalRules {

	private static final List<String> BANDED = List.of("requests_per_second", "error_rate");

	private static final List<String> QUANTILES = List.of("0.5", "0.95", "0.99");

	private final SloRendering rendering;

	private final SloProperties.Rules rules;

	private final PromQl promQl;

	SignalRules(SloRendering rendering) {
		this.rendering = rendering;
		this.rules = rendering.rules();
		this.promQl = PromQl.of(rendering);
	}

	static boolean areAny(SloProperties.Rules rules) {
		return rules.signalRecordingRules() || rules.saturation() || !rules.funnels().isEmpty()
				|| !rules.alerts().isEmpty();
	}

	void render(YamlText yaml) {
		if (this.rules.signalRecordingRules()) {
			signals(new RuleGroup(yaml, this.rendering, "signals", null));
		}
		if (this.rules.bands()) {
			bands(new RuleGroup(yaml, this.rendering, "bands", "5m"));
		}
		if (this.rules.saturation()) {
			saturation(new RuleGroup(yaml, this.rendering, "saturation", null));
		}
		if (!this.rules.funnels().isEmpty()) {
			funnels(new RuleGroup(yaml, this.rendering, "funnels", "5m"));
		}
		if (!this.rules.alerts().isEmpty()) {
			new OperationalRules(this.rendering).render(yaml);
		}
	}

	private void signals(RuleGroup group) {
		String metric = this.promQl.names().timer(this.rendering.requests().requests());
		String all = rate(this.promQl.select(metric + "_count"));
		group.record("requests_per_second", all);
		// Without an error there is no such series, which means zero, not unknown.
		group
			.record("error_rate", "("
					+ rate(this.promQl.select(metric + "_count",
							this.promQl.names().label(HttpNames.OUTCOME) + "="
									+ YamlText.quoted(HttpNames.SERVER_ERROR)))
					+ " or vector(0))\n/ (" + all + " > 0)");
		for (String quantile : QUANTILES) {
			group.record("request_duration", "histogram_quantile(" + quantile + ", sum by (le) (rate("
					+ this.promQl.select(metric + "_bucket") + "[5m])))", "quantile", quantile);
		}
	}

	private static String rate(String selector) {
		return "sum(rate(" + selector + "[5m]))";
	}

	/**
	 * The weekly band is the mean of a week plus and minus some standard deviations. The
	 * adaptive band covers the last day and averages the deviations within its hours, so
	 * that a single burst does not widen it.
	 */
	private void bands(RuleGroup group) {
		for (String signal : BANDED) {
			String recorded = this.promQl.recorded(signal);
			band(group, signal, "week", "avg_over_time(" + recorded + "[1w])",
					"stddev_over_time(" + recorded + "[1w])");
			group.record(signal + ":deviation1h", "stddev_over_time(" + recorded + "[1h])");
			band(group, signal, "adaptive", "avg_over_time(" + recorded + "[1d])",
					"avg_over_time(" + this.promQl.recorded(signal + ":deviation1h") + "[1d])");
		}
	}

	private void band(RuleGroup group, String signal, String band, String mean, String deviation) {
		String width = String.valueOf(this.rules.bandWidth());
		String[] labels = { "signal", signal, "band", band };
		group.record("signal:mean", mean, labels);
		group.record("signal:deviation", deviation, labels);
		String[] matchers = { "signal=" + YamlText.quoted(signal), "band=" + YamlText.quoted(band) };
		String recordedMean = this.promQl.recorded("signal:mean", matchers);
		String recordedDeviation = this.promQl.recorded("signal:deviation", matchers);
		group.record("signal:upper", recordedMean + " + " + width + " * " + recordedDeviation, labels);
		group.record("signal:lower", "clamp_min(" + recordedMean + " - " + width + " * " + recordedDeviation + ", 0)",
				labels);
	}

	private void saturation(RuleGroup group) {
		String saturation = this.promQl.select(this.promQl.names().gauge(SaturationMeter.SATURATION.getName()));
		group.record("resource:saturation:max", "max by (resource) (" + saturation + ")");
		group.alert("ResourceSaturated",
				this.promQl.recorded("resource:saturation:max") + " > " + this.rules.saturationThreshold(), "10m",
				Map.of("severity", this.rendering.alerting().ticketSeverity()),
				Map.of("summary", "A resource of " + this.rendering.service() + " is nearly saturated"));
	}

	private void funnels(RuleGroup group) {
		new TreeMap<>(this.rules.funnels()).forEach((funnel, steps) -> {
			String first = step(steps.get(0));
			for (String step : steps.subList(1, steps.size())) {
				group.record("funnel:conversion:ratio1h", step(step) + "\n/ (" + first + " > 0)", "funnel", funnel,
						"step", step);
			}
		});
	}

	private String step(String counter) {
		return "sum(increase(" + this.promQl.select(this.promQl.names().counter(counter)) + "[1h]))";
	}

}
