package io.github.observability.slo;

import java.util.List;
import java.util.Locale;

/**
 * The objectives as OpenSLO v1.
 *
 * @see <a href="https://github.com/OpenSLO/OpenSLO">OpenSLO</a>
 */
final class OpenSlo {

	private static final String VERSION = "apiVersion: openslo/v1";

	/** Limit of the specification. */
	private static final int MAX_DESCRIPTION = 1050;

	private final SloRendering rendering;

	private final PromQl promQl;

	OpenSlo(SloRendering rendering) {
		this.rendering = rendering;
		this.promQl = PromQl.of(rendering);
	}

	String render() {
		YamlText yaml = new YamlText();
		String service = name(this.rendering.service());
		yaml.line(0, VERSION)
			.line(0, "kind: Service")
			.line(0, "metadata:")
			.entry(2, "name", service)
			.entry(2, "displayName", this.rendering.service())
			.line(0, "spec: {}");
		this.rendering.slos().forEach((slo) -> slo(yaml, service, slo));
		return yaml.toString();
	}

	private void slo(YamlText yaml, String service, Slo slo) {
		yaml.line(0, "---").line(0, VERSION).line(0, "kind: SLO").line(0, "metadata:");
		// Two services may have an objective of the same name.
		yaml.entry(2, "name", service + "-" + slo.name()).entry(2, "displayName", slo.name());
		String owner = slo.owner();
		String team = (slo.team() != null) ? slo.team() : this.rendering.labels().get(SloRendering.TEAM);
		if (owner != null || team != null) {
			yaml.line(2, "labels:");
		}
		if (owner != null) {
			yaml.entry(4, "owner", owner);
		}
		if (team != null) {
			yaml.entry(4, "team", team);
		}
		String runbook = slo.runbook();
		if (runbook != null) {
			yaml.line(2, "annotations:").entry(4, "runbook", runbook);
		}
		String description = slo.description();
		yaml.line(0, "spec:")
			.entry(2, "description", description.substring(0, Math.min(description.length(), MAX_DESCRIPTION)))
			.entry(2, "service", service)
			.line(2, "indicator:")
			.line(4, "metadata:")
			.entry(6, "name", service + "-" + slo.name() + "-events")
			.line(4, "spec:")
			.line(6, "ratioMetric:")
			.line(8, "counter: true");
		metric(yaml, "good", this.promQl.events(List.of(slo), "good"));
		metric(yaml, "total", this.promQl.events(List.of(slo), "good|bad"));
		yaml.line(2, "timeWindow:")
			.line(4, "- duration: " + slo.period().label())
			.line(6, "isRolling: true")
			.line(2, "budgetingMethod: Occurrences")
			.line(2, "objectives:")
			.entry(4, "- displayName", slo.name())
			.line(6, "target: " + slo.ratio().toPlainString());
	}

	private static void metric(YamlText yaml, String name, String selector) {
		yaml.line(8, name + ":")
			.line(10, "metricSource:")
			.line(12, "type: Prometheus")
			.line(12, "spec:")
			.block(14, "query", "sum(" + selector + ")");
	}

	/**
	 * Convert a text to lowercase letters, digits and dashes, as the specification
	 * requires.
	 */
	private static String name(String text) {
		String name = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
		return name.isEmpty() ? SloRendering.UNNAMED : name;
	}

}
