package io.github.observability.slo;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes a group of Prometheus rules. All recordings and alerts have a label with the
 * name of the service.
 */
final class RuleGroup {

	private final YamlText yaml;

	private final String service;

	private final Map<String, String> common;

	RuleGroup(YamlText yaml, SloRendering rendering, String name, @Nullable String interval) {
		this.yaml = yaml;
		this.service = rendering.service();
		this.common = rendering.labels();
		yaml.entry(2, "- name", "slo-" + this.service + "-" + name);
		if (interval != null) {
			yaml.line(4, "interval: " + interval);
		}
		yaml.line(4, "rules:");
	}

	void comment(String comment) {
		this.yaml.line(6, "# " + comment);
	}

	void record(String name, String expression, String... labels) {
		this.yaml.line(6, "- record: " + name).block(8, "expr", expression);
		labels(labels);
	}

	void alert(String name, String expression, @Nullable String hold, Map<String, String> labels,
			Map<String, String> annotations) {
		alert(name, expression, hold, labels, annotations, Map.of());
	}

	/**
	 * Write an alert some of whose annotations are templates.
	 */
	void alert(String name, String expression, @Nullable String hold, Map<String, String> labels,
			Map<String, String> annotations, Map<String, String> templates) {
		Map<String, String> all = new LinkedHashMap<>();
		annotations.forEach((key, value) -> all.put(key, literal(value)));
		all.putAll(templates);
		templated(name, expression, hold, labels, all);
	}

	/**
	 * Write an alert whose annotations are templates.
	 */
	void templated(String name, String expression, @Nullable String hold, Map<String, String> labels,
			Map<String, String> annotations) {
		this.yaml.line(6, "- alert: " + name).block(8, "expr", expression);
		if (hold != null) {
			this.yaml.line(8, "for: " + hold);
		}
		this.yaml.line(8, "labels:");
		Map<String, String> all = new LinkedHashMap<>(labels);
		this.common.forEach(all::putIfAbsent);
		all.put("service", this.service);
		all.forEach((label, value) -> this.yaml.entry(10, label, literal(value)));
		this.yaml.line(8, "annotations:");
		annotations.forEach((key, value) -> this.yaml.entry(10, key, value));
	}

	private void labels(String... labels) {
		this.yaml.line(8, "labels:");
		for (int i = 0; i < labels.length; i += 2) {
			this.yaml.entry(10, labels[i], labels[i + 1]);
		}
		this.yaml.entry(10, "service", this.service);
	}

	/**
	 * Labels and annotations are templates, but text of the user is literal.
	 */
	static String literal(String text) {
		return text.replace("{{", "{{ \"{{\" }}");
	}

}
