package io.github.observability.slo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Recording and alert rules for Prometheus.
 * <p>
 * Alerts follow the multi-window, multi-burn-rate method of Google's Site Reliability
 * Workbook, chapter 5. The budget is weighted by events: what counts is the number of bad
 * events over the period, not the mean of ratios, so that a failure at night weighs as
 * much as one at noon.
 */
final class PrometheusRules {

	static final String BURN_ALERT = "ErrorBudgetBurn";

	static final String ABSENT_ALERT = "SloEventsAbsent";

	static final String REMAINING = "slo:error_budget_remaining:ratio";

	/** Events in five minutes, recorded every five minutes: nothing is counted twice. */
	private static final String RECENT = "slo:events:increase5m";

	private static final String RECENT_WINDOW = "5m";

	private static final String BOTH = "good|bad";

	private final SloFileSet files;

	private final List<Slo> slos;

	private final PromQl promQl;

	PrometheusRules(SloFileSet files) {
		this.files = files;
		this.slos = files.slos();
		this.promQl = PromQl.of(files);
	}

	String render() {
		YamlText yaml = new YamlText();
		yaml.line(0, "# Rendered from the properties observability.slo of the service. Change those, not this file.");
		if (this.slos.isEmpty() && !SignalRules.areAny(this.files.rules())) {
			return yaml.line(0, "groups: []").toString();
		}
		yaml.line(0, "groups:");
		if (!this.slos.isEmpty()) {
			burn(new RuleGroup(yaml, this.files.service(), "burn", null));
			budget(new RuleGroup(yaml, this.files.service(), "budget", RECENT_WINDOW));
		}
		new SignalRules(this.files).render(yaml);
		return yaml.toString();
	}

	/**
	 * What wakes somebody up, read from the counters at each evaluation.
	 */
	private void burn(RuleGroup group) {
		for (String window : List.of("5m", "30m", "1h", "6h")) {
			group.record(ratio(window), share(increase("bad", window), increase(BOTH, window)));
		}
		for (String window : List.of("1h", "6h")) {
			group.record(bad(window), increase("bad", window));
		}
		this.slos.forEach((slo) -> {
			alerts(group, slo, Severity.PAGE);
			if (slo.severity() != Severity.NONE) {
				absent(group, slo);
			}
		});
	}

	/**
	 * What takes days, read from what is recorded every five minutes.
	 */
	private void budget(RuleGroup group) {
		group.record(RECENT,
				"sum by (slo, result) (increase(" + this.promQl.events(this.slos, BOTH) + "[" + RECENT_WINDOW + "]))");
		group.record(ratio("2h"), share(increase("bad", "2h"), increase(BOTH, "2h")));
		for (String window : List.of("1d", "3d")) {
			group.record(ratio(window), share(recent("result=\"bad\"", window), recent("", window)));
			// At steps of its own, so that it is a number of events at any interval.
			group.record(bad(window), recent("result=\"bad\"", window + ":" + RECENT_WINDOW));
		}
		this.slos.forEach((slo) -> {
			alerts(group, slo, Severity.TICKET);
			String window = slo.period().label();
			String name = "slo=" + YamlText.quoted(slo.name());
			group.record(REMAINING, "1 - " + share(recent(name + ",result=\"bad\"", window), recent(name, window))
					+ "\n/ " + slo.budget().toPlainString(), "slo", slo.name());
		});
	}

	private void alerts(RuleGroup group, Slo slo, Severity severity) {
		if (slo.severity() == Severity.NONE) {
			return;
		}
		for (BurnRate burnRate : slo.period().burnRates()) {
			if (burnRate.severity() != severity) {
				continue;
			}
			String times = burnRate.factor().toPlainString();
			if (!burnRate.isReachable(slo.budget())) {
				group.comment(times + " times the budget of '" + slo.name() + "' is more than all events: no alert.");
				continue;
			}
			String limit = " > " + burnRate.threshold(slo.budget()).toPlainString();
			// What Prometheus extrapolates is rarely a whole number.
			group.alert(BURN_ALERT,
					this.promQl.recorded(ratio(burnRate.longWindow()), slo) + limit + "\nand "
							+ this.promQl.recorded(ratio(burnRate.shortWindow()), slo) + limit + "\nand round("
							+ this.promQl.recorded(bad(burnRate.longWindow()), slo) + ") >= " + slo.minBadEvents(),
					null, labels(slo, severity, burnRate.longWindow()),
					annotations(slo,
							slo.name() + " of " + this.files.service() + " uses its error budget " + times
									+ " times too fast",
							"Over " + burnRate.longWindow() + " and " + burnRate.shortWindow() + " more than "
									+ burnRate.threshold(slo.budget())
										.movePointRight(2)
										.stripTrailingZeros()
										.toPlainString()
									+ " % of events were bad. Promised: " + sentence(slo.description())));
		}
	}

	private void absent(RuleGroup group, Slo slo) {
		Duration hold = this.files.alerting().absentAfter();
		group.alert(ABSENT_ALERT, "absent(" + this.promQl.events(slo) + ")", hold.toSeconds() + "s",
				labels(slo, Severity.PAGE, null),
				annotations(slo, slo.name() + " of " + this.files.service() + " is not measured any more",
						"No instance tells " + PromQl.EVENTS
								+ ". It is down, or not scraped, or the objective is gone."));
	}

	private Map<String, String> labels(Slo slo, Severity severity, @Nullable String window) {
		Map<String, String> labels = new LinkedHashMap<>();
		labels.put("slo", slo.name());
		// An objective that must not page has tickets instead.
		labels.put("severity",
				this.files.alerting().label((slo.severity() == Severity.TICKET) ? Severity.TICKET : severity));
		if (window != null) {
			labels.put("window", window);
		}
		String owner = slo.owner();
		if (owner != null) {
			labels.put("owner", owner);
		}
		return labels;
	}

	private static Map<String, String> annotations(Slo slo, String summary, String description) {
		Map<String, String> annotations = new LinkedHashMap<>();
		annotations.put("summary", summary);
		annotations.put("description", description);
		String runbook = slo.runbook();
		if (runbook != null) {
			annotations.put("runbook_url", runbook);
		}
		return annotations;
	}

	private static String sentence(String text) {
		return text.endsWith(".") ? text : text + ".";
	}

	private String increase(String result, String window) {
		return "sum by (slo) (increase(" + this.promQl.events(this.slos, result) + "[" + window + "]))";
	}

	private String recent(String matcher, String window) {
		String selected = matcher.isEmpty() ? this.promQl.recorded(RECENT) : this.promQl.recorded(RECENT, matcher);
		return "sum by (slo) (sum_over_time(" + selected + "[" + window + "]))";
	}

	private static String share(String part, String whole) {
		return part + "\n/ (" + whole + " > 0)";
	}

	static String ratio(String window) {
		return "slo:bad_ratio:" + window;
	}

	static String bad(String window) {
		return "slo:bad_events:" + window;
	}

}
