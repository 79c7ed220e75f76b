package io.github.observability.slo;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.observability.HttpNames;
import io.github.observability.PrometheusNames;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Which metrics the generated rules read. For features of the starter; an application has
 * no need of it.
 */
public final class RuleMetrics {

	private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

	private RuleMetrics() {
	}

	/**
	 * Return all words of the rules, among which are the metrics that they read.
	 * @param environment the environment, which declares the objectives
	 * @param requests the names by which served requests are recorded
	 * @param names the names of meters in Prometheus
	 * @return the words, none while objectives are off
	 */
	public static Set<String> of(Environment environment, HttpNames requests, PrometheusNames names) {
		SloProperties properties = Binder.get(environment).bindOrCreate(SloProperties.PREFIX, SloProperties.class);
		if (!properties.enabled()) {
			return Set.of();
		}
		String rules = SloRendering.of(properties, environment, requests, names).render(SloRendering.Output.RULES);
		return WORD.matcher(rules).results().map(MatchResult::group).collect(Collectors.toUnmodifiableSet());
	}

}
