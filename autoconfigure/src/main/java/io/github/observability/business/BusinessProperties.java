package io.github.observability.business;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for business metrics.
 *
 * @param enabled Whether business metrics are available.
 * @param mode What happens to keys and values of tags that were not declared.
 * @param maxTagValues Number of values that one tag of a business meter can take before
 * further ones are counted as other.
 * @param maxSeries Number of series of one business meter before further ones are counted
 * as other.
 * @param maxPending Number of events that one transaction can hold until it is committed;
 * further ones are rejected.
 * @param allowedTags Tag keys that are allowed although they seem to tell of one person,
 * one thing or free text.
 * @param spanAttributes Whether business events are put on the span they occur in.
 * @param eventLines Whether business events are written as log lines.
 * @param priceRanges Bounds between the ranges of prices, in major units of a currency.
 * @param idempotency Window in which a repeated key counts once.
 * @param meters Declared business meters, by name, with dots or dashes between words.
 * @param funnels Steps of each funnel, in their order, by the name of the funnel.
 * @param funnelPolicy What is counted where somebody skips or repeats a step.
 * @param scores Scores, by name.
 * @param outliers Comparisons of groups, by name.
 * @param outlierInterval Time between two comparisons of groups.
 */
@ConfigurationProperties("observability.business")
record BusinessProperties(@DefaultValue("true") boolean enabled, @DefaultValue("lenient") Mode mode,
		@DefaultValue("100") int maxTagValues, @DefaultValue("1000") int maxSeries,
		@DefaultValue("10000") int maxPending, @DefaultValue Set<String> allowedTags,
		@DefaultValue("true") boolean spanAttributes, @DefaultValue("true") boolean eventLines,
		@DefaultValue("10,50,100,500") List<BigDecimal> priceRanges, @DefaultValue Idempotency idempotency,
		@DefaultValue Map<String, MeterDeclaration> meters, @DefaultValue Map<String, List<String>> funnels,
		@DefaultValue FunnelPolicy funnelPolicy, @DefaultValue Map<String, ScoreDeclaration> scores,
		@DefaultValue Map<String, OutlierDeclaration> outliers, @DefaultValue("1m") Duration outlierInterval) {

	private static final String PREFIX = "observability.business.";

	BusinessProperties {
		requirePositive("max-tag-values", maxTagValues);
		requirePositive("max-series", maxSeries);
		requirePositive("max-pending", maxPending);
		requirePositive("outlier-interval", outlierInterval);
		BigDecimal below = BigDecimal.ZERO;
		for (BigDecimal bound : priceRanges) {
			if (bound.compareTo(below) <= 0) {
				throw new IllegalArgumentException(
						"'" + PREFIX + "price-ranges' must be above 0 and ascend, but was " + priceRanges);
			}
			below = bound;
		}
		funnels.forEach(BusinessProperties::requireSteps);
	}

	private static void requireSteps(String funnel, List<String> steps) {
		if (steps.size() < 2 || steps.size() > Long.SIZE || steps.stream().distinct().count() < steps.size()) {
			throw new IllegalArgumentException(
					"'" + PREFIX + "funnels." + funnel + "' must be 2 to 64 different steps, but was " + steps);
		}
	}

	static void requirePositive(String key, int value) {
		if (value < 1) {
			throw new IllegalArgumentException("'" + PREFIX + key + "' must be at least 1, but was " + value);
		}
	}

	static void requirePositive(String key, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException("'" + PREFIX + key + "' must be above 0, but was " + value);
		}
	}

	boolean isStrict() {
		return this.mode == Mode.STRICT;
	}

	/**
	 * What happens to keys and values of tags that were not declared.
	 */
	enum Mode {

		/** They are said once and counted as other. */
		LENIENT,

		/** The call that gives them fails. */
		STRICT

	}

	/**
	 * Window in which a repeated key counts once.
	 *
	 * @param window Time for which a key is remembered.
	 * @param maxKeys Number of keys that are remembered; the oldest are forgotten first.
	 */
	record Idempotency(@DefaultValue("10m") Duration window, @DefaultValue("10000") int maxKeys) {

		Idempotency {
			requirePositive("idempotency.window", window);
			requirePositive("idempotency.max-keys", maxKeys);
		}

	}

	/**
	 * What is counted where somebody skips or repeats a step.
	 *
	 * @param skipped What is counted when somebody reaches a step without one before it.
	 * @param repeated What is counted when somebody reaches a step again.
	 * @param window Time for which it is remembered where somebody is.
	 * @param maxSubjects Number of subjects of one funnel that are remembered; the oldest
	 * are forgotten first.
	 */
	record FunnelPolicy(@DefaultValue("count") Skipped skipped, @DefaultValue("once") Repeated repeated,
			@DefaultValue("1h") Duration window, @DefaultValue("10000") int maxSubjects) {

		FunnelPolicy {
			requirePositive("funnel-policy.window", window);
			requirePositive("funnel-policy.max-subjects", maxSubjects);
		}

		/**
		 * What is counted when somebody reaches a step without one before it.
		 */
		enum Skipped {

			/** The step that was reached, and no other. */
			COUNT,

			/** The steps before it, too. */
			FILL,

			/** Nothing. */
			IGNORE

		}

		/**
		 * What is counted when somebody reaches a step again.
		 */
		enum Repeated {

			/** Nothing. */
			ONCE,

			/** The step, again. */
			COUNT

		}

	}

}
