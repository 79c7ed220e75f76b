package io.github.observability.slo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.observability.saturation.SaturationMeter;
import io.github.observability.tracing.TracingMeter;
import io.micrometer.core.instrument.Meter;

/**
 * Alerts on what breaks a service, or the view of it, without a bad event. Only what is
 * exhausted or gone pages; everything else can wait for the morning.
 */
final class OperationalRules {

	private static final double EXHAUSTED = 0.98;

	/**
	 * Time left in seconds below which an alert is raised. A load that follows the time
	 * of day does not come that close to its limit.
	 */
	private static final int SOON = 3600;

	/**
	 * Utilization above which a forecast raises an alert. What empties again by itself,
	 * as a cache does, turns before that.
	 */
	private static final double NEARLY_FULL = 0.8;

	private static final List<String> DROPPED = List.of("observability.golden.dropped", SloMeter.DROPPED.getName(),
			SaturationMeter.DROPPED.getName(), TracingMeter.DROPPED.getName());

	private static final List<String> COLLAPSED = List.of("observability.golden.collapsed",
			"observability.business.collapsed", "observability.cost.series.collapsed");

	/** Boot's gauge, of which each certificate has one. */
	private static final String CERTIFICATE = "ssl.chain.expiry";

	private static final String BUDGET_USED = "observability.cost.budget.used";

	private final SloRendering rendering;

	private final PromQl promQl;

	OperationalRules(SloRendering rendering) {
		this.rendering = rendering;
		this.promQl = PromQl.of(rendering);
	}

	void render(YamlText yaml) {
		RuleGroup group = new RuleGroup(yaml, this.rendering, "operation", null);
		for (OperationalAlert alert : OperationalAlert.values()) {
			if (this.rendering.rules().alerts().contains(alert)) {
				render(alert, group);
			}
		}
	}

	private void render(OperationalAlert alert, RuleGroup group) {
		switch (alert) {
			case EXHAUSTION -> exhaustion(group);
			case SCRAPE_GONE -> scrapeGone(group);
			case DROPPED_TELEMETRY -> group.templated("TelemetryDropped", increased(DROPPED), null, ticket(),
					annotations("{{ $labels.meter }} rises: this service cannot record everything",
							"Open the log line that names the limit, and raise the limit or reduce the load."));
			case CARDINALITY -> cardinality(group);
			case CERTIFICATE_EXPIRY -> certificates(group);
			case TELEMETRY_BUDGET -> group.templated("TelemetryBudgetExceeded",
					"max by (instance, budget) (" + this.promQl.select(this.promQl.names().gauge(BUDGET_USED))
							+ ") > 1",
					"15m", ticket(),
					annotations("Telemetry of {{ $labels.instance }} exceeds the budget {{ $labels.budget }}",
							"The endpoint 'cost' shows which meters, loggers and routes it comes from."));
		}
	}

	private void exhaustion(RuleGroup group) {
		String metric = this.promQl.names().gauge(SaturationMeter.SATURATION.getName());
		group.templated("ResourceExhausted",
				"max by (instance, resource) (" + this.promQl.select(metric) + ") > " + EXHAUSTED, "5m", page(),
				annotations("{{ $labels.resource }} of {{ $labels.instance }} is exhausted",
						"Requests queue or fail. Add instances, or raise the limit if it is too low for the load."));
		SaturationMeter exhaustion = SaturationMeter.EXHAUSTION;
		String left = this.promQl.select(
				this.promQl.names().family(exhaustion.getName(), Meter.Type.GAUGE, exhaustion.getBaseUnit()),
				"bound=\"estimate\"");
		group.templated(
				"ResourceExhaustionPredicted", "min by (instance, resource) (" + left + ") < " + SOON
						+ " and max by (instance, resource) (" + this.promQl.select(metric) + ") > " + NEARLY_FULL,
				"10m", ticket(),
				annotations(
						"{{ $labels.resource }} of {{ $labels.instance }} is exhausted in {{ $value | humanizeDuration }}",
						"It fills up steadily. Find what fills it before it is full."));
	}

	private void scrapeGone(RuleGroup group) {
		String up = this.promQl.select("up");
		group.templated("InstanceNotScraped", up + " == 0", "5m", ticket(),
				annotations("{{ $labels.instance }} cannot be scraped",
						"It is down, overloaded or cut off. Its metrics are missing in all panels and rules."));
		group.templated("ServiceNotScraped", "sum(" + up + ") == 0 or absent(" + up + ")", "5m", page(), annotations(
				"No instance can be scraped",
				"The service is down or Prometheus does not find it. No other alert of this service can fire."));
	}

	private void cardinality(RuleGroup group) {
		group.templated("TagValuesCollapsed", increased(COLLAPSED), null, ticket(),
				annotations("{{ $labels.meter }} rises: a meter reached its limit of series",
						"Totals stay exact, but values are recorded as 'other'. The counter names meter and tag."));
		int threshold = this.rendering.rules().seriesThreshold();
		group.templated("TooManySeries",
				this.promQl.select("scrape_samples_post_metric_relabeling") + " > " + threshold, "15m", ticket(),
				annotations("{{ $labels.instance }} exposes more than " + threshold + " series",
						"Find the meter with the most series in a scrape and remove the tag without bound."));
	}

	private void certificates(RuleGroup group) {
		String metric = this.promQl.names().of(CERTIFICATE, Meter.Type.GAUGE, "seconds").name();
		long seconds = this.rendering.rules().certificateExpiry().toSeconds();
		group.templated("CertificateExpires",
				"min by (bundle, chain) (" + this.promQl.select(metric) + ") < " + seconds, "1h", ticket(),
				annotations("A certificate of the SSL bundle {{ $labels.bundle }} expires soon",
						"{{ $value | humanizeDuration }} are left. Renew it and reload the bundle."));
	}

	private String increased(List<String> counters) {
		return counters.stream()
			.map((counter) -> "label_replace(sum(increase(" + this.promQl.select(this.promQl.names().counter(counter))
					+ "[15m])) > 0, \"meter\", \"" + counter + "\", \"\", \"\")")
			.collect(Collectors.joining("\nor "));
	}

	private Map<String, String> page() {
		return Map.of("severity", this.rendering.alerting().pageSeverity());
	}

	private Map<String, String> ticket() {
		return Map.of("severity", this.rendering.alerting().ticketSeverity());
	}

	private Map<String, String> annotations(String summary, String description) {
		Map<String, String> annotations = new LinkedHashMap<>();
		annotations.put("summary", RuleGroup.literal(this.rendering.service()) + ": " + summary);
		annotations.put("description", description);
		return annotations;
	}

}
