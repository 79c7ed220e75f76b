package io.github.observability.slo;

import java.util.List;

/**
 * Renders all files for one service. The same settings make the same bytes.
 *
 * @param service the name of the service
 * @param slos its objectives
 * @param alerting what holds for the alerts of all
 * @param rules what the rules hold besides
 * @param requests the name of the meter of requests served
 */
record SloFileSet(String service, List<Slo> slos, SloProperties.Alerting alerting, SloProperties.Rules rules,
		String requests) {

	String render(SloFile file) {
		return switch (file) {
			case RULES -> new PrometheusRules(this).render();
			case RULES_TEST -> new PrometheusRulesTest(this).render();
			case OPENSLO -> new OpenSlo(this).render();
			case ALERTMANAGER -> new AlertmanagerRoutes(this).render();
		};
	}

}
