package io.github.observability.tracing.sampling;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for head sampling, in addition to Boot's.
 *
 * @param enabled Whether rules, limits and thresholds are added to the sampler.
 * @param rules Probabilities for traces that start in this application; the first match
 * applies, otherwise the probability of Boot's sampler.
 * @param maxTracesPerSecond Average number of traces per second that start in this
 * application and are sampled; unlimited if not set.
 * @param minimumPerRoute Minimum of sampled traces per route.
 * @param force Traces that a caller forces to be sampled.
 */
@ConfigurationProperties("observability.tracing.sampling")
record SamplingProperties(@DefaultValue("true") boolean enabled, @DefaultValue List<Rule> rules,
		@Nullable Integer maxTracesPerSecond, @DefaultValue MinimumPerRoute minimumPerRoute,
		@DefaultValue Force force) {

	private static final String PREFIX = "observability.tracing.sampling.";

	SamplingProperties {
		for (int i = 0; i < rules.size(); i++) {
			check(PREFIX + "rules[" + i + "].", rules.get(i));
		}
		if (maxTracesPerSecond != null && maxTracesPerSecond < 1) {
			throw new IllegalArgumentException("'" + PREFIX + "max-traces-per-second' must be at least 1, but was "
					+ maxTracesPerSecond + "; do not set it for no limit");
		}
	}

	/**
	 * Whether no setting depends on the request that starts a trace.
	 */
	boolean isWithoutRequests() {
		return !this.minimumPerRoute.enabled() && this.force.secret() == null
				&& this.rules.stream().allMatch((rule) -> rule.path() == null);
	}

	/**
	 * Whether the name of an observation is needed when its span starts.
	 */
	boolean needsNames() {
		return this.minimumPerRoute.enabled() || this.rules.stream().anyMatch((rule) -> rule.name() != null);
	}

	private static void check(String prefix, Rule rule) {
		Double probability = rule.probability();
		if (probability == null || !(probability >= 0 && probability <= 1)) {
			throw new IllegalArgumentException(
					"'" + prefix + "probability' must be from 0 to 1, but was " + probability);
		}
		if ((rule.path() == null) == (rule.name() == null)) {
			throw new IllegalArgumentException("Either '" + prefix + "path' or '" + prefix
					+ "name' must be set, but path was '" + rule.path() + "' and name '" + rule.name() + "'");
		}
		if (rule.name() != null && rule.name().isBlank()) {
			throw new IllegalArgumentException("'" + prefix + "name' must name a span, but was '" + rule.name() + "'");
		}
	}

	/**
	 * Probability for some traces.
	 *
	 * @param path Spring path pattern of requests, such as '/rides/{id}' or '/rides/**'.
	 * @param name Name of an observation, or of a span when it starts, for work that is
	 * not a request; a trailing '*' matches any characters.
	 * @param probability Sampling probability from 0 to 1.
	 */
	record Rule(@Nullable String path, @Nullable String name, @Nullable Double probability) {
	}

	/**
	 * Settings for the minimum of sampled traces per route.
	 *
	 * @param enabled Whether at least one trace per route and minute is sampled.
	 * @param maxRoutes Number of routes that are distinguished within a minute.
	 */
	record MinimumPerRoute(@DefaultValue("false") boolean enabled, @DefaultValue("200") int maxRoutes) {

		MinimumPerRoute {
			if (maxRoutes < 1) {
				throw new IllegalArgumentException(
						"'" + PREFIX + "minimum-per-route.max-routes' must be at least 1, but was " + maxRoutes);
			}
		}

	}

	/**
	 * Settings for traces that a caller forces.
	 *
	 * @param header Request header that carries the secret.
	 * @param secret Secret that forces a trace to be sampled; if not set, no caller can
	 * force one.
	 */
	record Force(@DefaultValue("X-Trace-Force") String header, @Nullable String secret) {

		/** A field name of RFC 9110, section 5.1. */
		private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

		Force {
			if (!HEADER_NAME.matcher(header).matches()) {
				throw new IllegalArgumentException(
						"'" + PREFIX + "force.header' must be the name of an HTTP header, but was '" + header + "'");
			}
			if (secret != null && secret.isBlank()) {
				throw new IllegalArgumentException("'" + PREFIX + "force.secret' must not be blank, but was '" + secret
						+ "': leave it out to let no caller ask for traces");
			}
		}

		@Override
		public String toString() {
			return "Force[header=" + this.header + ", secret=" + ((this.secret != null) ? "******" : null) + "]";
		}

	}

}
