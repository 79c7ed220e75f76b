package io.github.observability.slo;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.HttpNames;
import io.github.observability.PrometheusNames;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Renders the files of one service. Equal settings render equal bytes.
 *
 * @param service the name of the service
 * @param slos its objectives
 * @param alerting settings for the alerts of all objectives
 * @param rules settings for further rules
 * @param requests the names by which served requests are recorded
 * @param names the names of meters in Prometheus
 * @param causes whether the causes of bad events are counted
 * @param labels labels of all alerts besides the service
 */
record SloRendering(String service, List<Slo> slos, SloProperties.Alerting alerting, SloProperties.Rules rules,
		HttpNames requests, PrometheusNames names, boolean causes, Map<String, String> labels) {

	/** Name of a service that has none. */
	static final String UNNAMED = "application";

	static final String TEAM = "team";

	private static final String RESOURCE_ATTRIBUTES = "management.opentelemetry.resource-attributes";

	static SloRendering of(SloProperties properties, Environment environment, HttpNames requests,
			PrometheusNames names) {
		return new SloRendering(service(environment), properties.slos(), properties.alerting(), properties.rules(),
				requests, names, properties.causes(), labels(properties.alerting(), environment));
	}

	private static Map<String, String> labels(SloProperties.Alerting alerting, Environment environment) {
		Map<String, String> labels = new LinkedHashMap<>();
		String team = SloDeclarations.present(alerting.team());
		if (team != null) {
			labels.put(TEAM, team);
		}
		String criticality = SloDeclarations.present(alerting.serviceCriticality());
		if (criticality == null) {
			criticality = Binder.get(environment)
				.bind(RESOURCE_ATTRIBUTES, Bindable.mapOf(String.class, String.class))
				.orElse(Map.of())
				.get("service.criticality");
		}
		if (criticality != null) {
			labels.put("service_criticality", criticality);
		}
		return labels;
	}

	static String service(Environment environment) {
		String service = environment.getProperty("spring.application.name", UNNAMED);
		return service.isBlank() ? UNNAMED : service;
	}

	String render(Output output) {
		return switch (output) {
			case RULES -> new PrometheusRules(this).render();
			case RULES_TEST -> new PrometheusRulesTest(this).render();
			case OPENSLO -> new OpenSlo(this).render();
			case ALERTMANAGER -> new AlertmanagerRoutes(this).render();
		};
	}

	/**
	 * A file that is rendered from the objectives.
	 */
	enum Output {

		/** Recording and alert rules for Prometheus. */
		RULES("rules", "slo-rules.yml"),

		/** Unit tests of the rules for promtool. */
		RULES_TEST("rules-test", "slo-rules.test.yml"),

		/** The objectives as OpenSLO. */
		OPENSLO("openslo", "slo-openslo.yml"),

		/** Routes and inhibitions for Alertmanager. */
		ALERTMANAGER("alertmanager", "slo-alertmanager.yml");

		private final String id;

		private final String fileName;

		Output(String id, String fileName) {
			this.id = id;
			this.fileName = fileName;
		}

		String fileName() {
			return this.fileName;
		}

		static @Nullable Output of(String id) {
			return Arrays.stream(values()).filter((output) -> output.id.equals(id)).findFirst().orElse(null);
		}

	}

}
