package io.github.observability.slo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.observability.PrometheusNames;
import io.github.observability.slo.cause.CauseMeter;

/**
 * Expressions over the series of one service.
 *
 * @param service the name of the service, a label of all recordings
 * @param selector labels that its series have in Prometheus
 * @param names the names of meters in Prometheus
 */
record PromQl(String service, Map<String, String> selector, PrometheusNames names) {

	static PromQl of(SloRendering rendering) {
		return new PromQl(rendering.service(), rendering.rules().selector(), rendering.names());
	}

	/**
	 * Return the name of the event counters.
	 * @return the name in Prometheus
	 */
	String eventsName() {
		return this.names.counter(SloMeter.EVENTS.getName());
	}

	/**
	 * Select events.
	 * @param slos their objectives
	 * @param result a regular expression of their results
	 * @return the selector
	 */
	String events(List<Slo> slos, String result) {
		String names = slos.stream().map(Slo::name).collect(Collectors.joining("|"));
		return select(eventsName(), "slo=~" + YamlText.quoted(names), "result=~" + YamlText.quoted(result));
	}

	/**
	 * Select the events of one objective, by equality only.
	 * @param slo the objective
	 * @return the selector
	 */
	String events(Slo slo) {
		return select(eventsName(), "slo=" + YamlText.quoted(slo.name()));
	}

	/**
	 * Select the bad events of an objective whose causes are known.
	 * @param slo the objective
	 * @return the selector
	 */
	String causes(Slo slo) {
		return select(this.names.counter(CauseMeter.BAD.getName()), "slo=" + YamlText.quoted(slo.name()));
	}

	/**
	 * Select series that the service exposes.
	 * @param metric their name
	 * @param matchers further matchers
	 * @return the selector
	 */
	String select(String metric, String... matchers) {
		List<String> all = new ArrayList<>(List.of(matchers));
		new TreeMap<>(this.selector).forEach((label, value) -> all.add(label + "=" + YamlText.quoted(value)));
		return all.isEmpty() ? metric : metric + "{" + String.join(",", all) + "}";
	}

	/**
	 * Select a recording of one objective.
	 * @param record the name of the recording
	 * @param slo the objective
	 * @return the selector
	 */
	String recorded(String record, Slo slo) {
		return recorded(record, "slo=" + YamlText.quoted(slo.name()));
	}

	/**
	 * Select a recording.
	 * @param record the name of the recording
	 * @param matchers further matchers
	 * @return the selector
	 */
	String recorded(String record, String... matchers) {
		List<String> all = new ArrayList<>(List.of(matchers));
		all.add("service=" + YamlText.quoted(this.service));
		return record + "{" + String.join(",", all) + "}";
	}

}
