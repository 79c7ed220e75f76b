package io.github.observability.slo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Routes and inhibitions for Alertmanager, as a complete configuration with empty
 * receivers.
 */
final class AlertmanagerRoutes {

	private final SloRendering rendering;

	private final String page;

	private final String ticket;

	AlertmanagerRoutes(SloRendering rendering) {
		this.rendering = rendering;
		this.page = rendering.alerting().pageSeverity();
		this.ticket = rendering.alerting().ticketSeverity();
	}

	String render() {
		YamlText yaml = new YamlText();
		yaml.line(0, "# Rendered from the properties observability.slo of the service. Copy the routes and inhibitions")
			.line(0, "# into your configuration and configure the receivers.")
			.line(0, "route:")
			.entry(2, "receiver", "slo")
			.line(2, "group_by: [service, slo]")
			.line(2, "routes:");
		Set<String> receivers = new LinkedHashSet<>(List.of("slo"));
		for (String owner : owners()) {
			route(yaml, receivers, owner, this.page, "10s", "1h");
			route(yaml, receivers, owner, this.ticket, "5m", "1d");
		}
		route(yaml, receivers, "", this.page, "10s", "1h");
		route(yaml, receivers, "", this.ticket, "5m", "1d");
		yaml.line(0, "inhibit_rules:");
		yaml.line(2, "# A page makes the ticket for the same objective redundant.");
		inhibit(yaml, List.of(matcher("alertname", PrometheusRules.BURN_ALERT), matcher("severity", this.page)),
				List.of(matcher("alertname", PrometheusRules.BURN_ALERT), matcher("severity", this.ticket)));
		yaml.line(2, "# If both windows alert, the shorter and more urgent one is enough.");
		inhibit(yaml, List.of(matcher("severity", this.page), matcher("window", "1h")),
				List.of(matcher("severity", this.page), matcher("window", "6h")));
		yaml.line(0, "receivers:");
		receivers.forEach((receiver) -> yaml.entry(2, "- name", receiver));
		return yaml.toString();
	}

	private Set<String> owners() {
		Set<String> owners = new TreeSet<>();
		for (Slo slo : this.rendering.slos()) {
			String owner = slo.owner();
			if (owner != null) {
				owners.add(owner);
			}
		}
		return owners;
	}

	private void route(YamlText yaml, Set<String> receivers, String owner, String severity, String wait,
			String repeat) {
		List<String> matchers = new ArrayList<>();
		matchers.add(matcher("service", this.rendering.service()));
		matchers.add(matcher("severity", severity));
		if (!owner.isEmpty()) {
			matchers.add(matcher("owner", owner));
		}
		String receiver = owner.isEmpty() ? "slo-" + severity : owner + "-" + severity;
		receivers.add(receiver);
		yaml.entry(4, "- receiver", receiver);
		matchers(yaml, 6, "matchers", matchers);
		yaml.line(6, "group_wait: " + wait).line(6, "repeat_interval: " + repeat);
	}

	private void inhibit(YamlText yaml, List<String> source, List<String> target) {
		matchers(yaml, 2, "- source_matchers", source);
		matchers(yaml, 4, "target_matchers", target);
		yaml.line(4, "equal: [service, slo]");
	}

	private static void matchers(YamlText yaml, int indent, String key, List<String> matchers) {
		yaml.line(indent, key + ":");
		int items = key.startsWith("-") ? indent + 4 : indent + 2;
		matchers.forEach((matcher) -> yaml.line(items, "- " + YamlText.quoted(matcher)));
	}

	private static String matcher(String label, String value) {
		return label + "=" + YamlText.quoted(value);
	}

}
