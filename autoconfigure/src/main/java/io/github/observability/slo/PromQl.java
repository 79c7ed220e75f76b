package io.github.observability.slo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Expressions over the series of one service.
 *
 * @param service the name of the service, which all that is recorded bears
 * @param selector labels that its series have in Prometheus
 */
record PromQl(String service, Map<String, String> selector) {

	/** Micrometer's name of the counters as Prometheus gets to see it. */
	static final String EVENTS = counter(SloMeter.EVENTS.getName());

	static PromQl of(SloFileSet files) {
		return new PromQl(files.service(), files.rules().selector());
	}

	static String counter(String name) {
		String prometheusName = name.replace('.', '_').replace('-', '_');
		return prometheusName.endsWith("_total") ? prometheusName : prometheusName + "_total";
	}

	/**
	 * Select events.
	 * @param slos their objectives
	 * @param result a regular expression of their results
	 * @return the selector
	 */
	String events(List<Slo> slos, String result) {
		String names = slos.stream().map(Slo::name).collect(Collectors.joining("|"));
		return select(EVENTS, "slo=~" + YamlText.quoted(names), "result=~" + YamlText.quoted(result));
	}

	/**
	 * Select the events of one objective, by equality only.
	 * @param slo the objective
	 * @return the selector
	 */
	String events(Slo slo) {
		return select(EVENTS, "slo=" + YamlText.quoted(slo.name()));
	}

	/**
	 * Select series of the service as it exposes them.
	 * @param metric their name
	 * @param matchers what else selects them
	 * @return the selector
	 */
	String select(String metric, String... matchers) {
		List<String> all = new ArrayList<>(List.of(matchers));
		new TreeMap<>(this.selector).forEach((label, value) -> all.add(label + "=" + YamlText.quoted(value)));
		return all.isEmpty() ? metric : metric + "{" + String.join(",", all) + "}";
	}

	/**
	 * Select what was recorded of an objective.
	 * @param record the name of the recording
	 * @param slo the objective
	 * @return the selector
	 */
	String recorded(String record, Slo slo) {
		return recorded(record, "slo=" + YamlText.quoted(slo.name()));
	}

	/**
	 * Select what was recorded.
	 * @param record the name of the recording
	 * @param matchers what else selects it
	 * @return the selector
	 */
	String recorded(String record, String... matchers) {
		List<String> all = new ArrayList<>(List.of(matchers));
		all.add("service=" + YamlText.quoted(this.service));
		return record + "{" + String.join(",", all) + "}";
	}

}
