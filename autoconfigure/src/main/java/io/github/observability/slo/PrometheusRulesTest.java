package io.github.observability.slo;

/**
 * Unit tests of the rules for {@code promtool test rules}: an outage alerts in time and
 * resolves, single failures do not alert, and missing counters do.
 */
final class PrometheusRulesTest {

	/** Events a minute. */
	private static final int RATE = 600;

	/** One evaluation, one sample, and one for the edges. */
	private static final int GRACE = 3;

	/** Recordings of five minutes lag behind. */
	private static final int RECORDING_GRACE = 10;

	/** How long Prometheus looks back for the last sample of a series. */
	private static final int LOOK_BACK = 5;

	private final SloRendering rendering;

	private final YamlText yaml = new YamlText();

	PrometheusRulesTest(SloRendering rendering) {
		this.rendering = rendering;
	}

	String render() {
		this.yaml.line(0, "# Rendered from the properties observability.slo of the service. Run it with:")
			.line(0, "# promtool test rules " + SloRendering.Output.RULES_TEST.fileName())
			.line(0, "rule_files:")
			.line(2, "- " + SloRendering.Output.RULES.fileName())
			.line(0, "evaluation_interval: 1m");
		boolean any = this.rendering.slos().stream().anyMatch((slo) -> slo.severity() != Severity.NONE);
		this.yaml.line(0, any ? "tests:" : "tests: []");
		for (Slo slo : this.rendering.slos()) {
			if (slo.severity() != Severity.NONE) {
				slo.period()
					.burnRates()
					.stream()
					.filter((burnRate) -> burnRate.isReachable(slo.budget()))
					.findFirst()
					.ifPresent((burnRate) -> outage(slo, burnRate));
				quiet(slo);
				absent(slo);
			}
		}
		return this.yaml.toString();
	}

	private void outage(Slo slo, BurnRate burnRate) {
		int before = minutes(burnRate.longWindow());
		int detected = (int) Math.ceil(burnRate.threshold(slo.budget()).doubleValue() * before)
				+ ((burnRate.severity() == Severity.PAGE) ? GRACE : RECORDING_GRACE);
		int after = minutes(burnRate.shortWindow()) + GRACE;
		int good = RATE * before;
		int bad = RATE * (detected + 1);
		begin(slo, "outage", "0+%dx%d %dx%d %d+%dx%d".formatted(RATE, before, good, detected, good + RATE, RATE, after),
				"0x%d %d+%dx%d %dx%d".formatted(before, RATE, RATE, detected, bad, after));
		String firing = firing(slo, PrometheusRules.BURN_ALERT, ",window=" + YamlText.quoted(burnRate.longWindow()));
		expect(firing, before, 0);
		expect(firing, before + detected, 1);
		expect(firing, before + detected + 1 + after, 0);
	}

	private void quiet(Slo slo) {
		begin(slo, "one failure in little traffic", "0+1x120", "0x60 1x60");
		if (slo.minBadEvents() > 1) {
			expect(firing(slo, PrometheusRules.BURN_ALERT, ""), 65, 0);
		}
		expect(firing(slo, PrometheusRules.ABSENT_ALERT, ""), 120, 0);
	}

	private void absent(Slo slo) {
		int hold = (int) Math.ceil(this.rendering.alerting().absentAfter().toSeconds() / 60.0);
		begin(slo, "counters gone", "0+%dx30".formatted(RATE), "0x30");
		expect(firing(slo, PrometheusRules.ABSENT_ALERT, ""), 30 + LOOK_BACK - 1, 0);
		expect(firing(slo, PrometheusRules.ABSENT_ALERT, ""), 30 + LOOK_BACK + hold + GRACE, 1);
	}

	private void begin(Slo slo, String name, String good, String bad) {
		this.yaml.entry(2, "- name", slo.name() + ": " + name).line(4, "interval: 1m").line(4, "input_series:");
		series(slo, SloResult.GOOD, good);
		series(slo, SloResult.BAD, bad);
		this.yaml.line(4, "promql_expr_test:");
	}

	private void series(Slo slo, SloResult result, String values) {
		PromQl promQl = PromQl.of(this.rendering);
		String series = promQl.select(promQl.eventsName(), "slo=" + YamlText.quoted(slo.name()),
				"result=" + YamlText.quoted(result.label()));
		this.yaml.entry(6, "- series", series).entry(8, "values", values);
	}

	private String firing(Slo slo, String alert, String matchers) {
		return "count(ALERTS{alertname=%s,alertstate=\"firing\",service=%s,slo=%s%s})".formatted(YamlText.quoted(alert),
				YamlText.quoted(this.rendering.service()), YamlText.quoted(slo.name()), matchers);
	}

	private void expect(String expression, int minute, int value) {
		this.yaml.entry(6, "- expr", expression).line(8, "eval_time: " + minute + "m");
		if (value == 0) {
			this.yaml.line(8, "exp_samples: []");
			return;
		}
		this.yaml.line(8, "exp_samples:").line(10, "- labels: '{}'").line(12, "value: " + value);
	}

	private static int minutes(String window) {
		int number = Integer.parseInt(window.substring(0, window.length() - 1));
		return switch (window.charAt(window.length() - 1)) {
			case 'm' -> number;
			case 'h' -> 60 * number;
			default -> 24 * 60 * number;
		};
	}

}
