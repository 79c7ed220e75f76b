package io.github.observability.business;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for business metrics.
 *
 * @param enabled Whether business metrics are available.
 * @param strict Whether a call that passes an undeclared tag key, tag value or funnel
 * step fails.
 * @param maxTagValues Maximum number of values per tag of a business meter. Further
 * values are counted under 'other'.
 * @param maxSeries Maximum number of series per business meter. Further ones are counted
 * under 'other'.
 * @param maxPending Maximum number of events that wait for the commit of one transaction.
 * Further events are rejected.
 * @param allowedTags Tag keys that are allowed although they seem to identify a person or
 * a thing or to be free text.
 * @param personalTags Words that identify a person or a thing as the last word of a tag
 * key, in addition to the built-in ones such as 'user' and 'email'.
 * @param spanAttributes Whether business events are added to the current span.
 * @param eventLines Whether business events are written as log lines.
 * @param priceRanges Bounds between price ranges, in major units of the currency.
 * @param idempotency Window in which a repeated key counts once.
 * @param meters Declared business meters, by name, with dots or dashes between words.
 * @param funnels Steps of each funnel, in order, by name of the funnel.
 * @param funnelPolicy How skipped and repeated steps of a funnel are counted.
 * @param scores Scores, by name.
 * @param outliers Comparisons of groups, by name.
 * @param outlierInterval Time between two comparisons of groups.
 */
@ConfigurationProperties("observability.business")
record BusinessProperties(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean strict,
		@DefaultValue("100") int maxTagValues, @DefaultValue("1000") int maxSeries,
		@DefaultValue("10000") int maxPending, @DefaultValue Set<String> allowedTags,
		@DefaultValue Set<String> personalTags, @DefaultValue("true") boolean spanAttributes,
		@DefaultValue("true") boolean eventLines, @DefaultValue("10,50,100,500") List<BigDecimal> priceRanges,
		@DefaultValue Idempotency idempotency, @DefaultValue Map<String, MeterDeclaration> meters,
		@DefaultValue Map<String, List<String>> funnels, @DefaultValue FunnelPolicy funnelPolicy,
		@DefaultValue Map<String, ScoreDeclaration> scores, @DefaultValue Map<String, OutlierDeclaration> outliers,
		@DefaultValue("1m") Duration outlierInterval) {

	static final String PREFIX = "observability.business.";

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
		TagSanitizer sanitizer = new TagSanitizer(allowedTags, personalTags);
		meters.forEach((name, meter) -> meter.validate(PREFIX + "meters." + name, name, sanitizer, maxSeries));
		scores.forEach((name, score) -> score.validate(PREFIX + "scores." + name));
		outliers.forEach((name, outlier) -> outlier.validate(PREFIX + "outliers." + name, outlierInterval));
	}

	TagSanitizer tagSanitizer() {
		return new TagSanitizer(this.allowedTags, this.personalTags);
	}

	private static void requireSteps(String funnel, List<String> steps) {
		if (steps.size() < 2 || steps.size() > Long.SIZE || steps.stream().distinct().count() < steps.size()) {
			throw new IllegalArgumentException(
					"'" + PREFIX + "funnels." + funnel + "' must be 2 to 64 different steps, but was " + steps);
		}
	}

	static String required(String property, String key, @Nullable String value) {
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException("'%s.%s' must be set to a name, but was %s".formatted(property, key,
					(value != null) ? "empty" : "not set"));
		}
		return value;
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

	/**
	 * Window in which a repeated key counts once.
	 *
	 * @param window How long a key is remembered.
	 * @param maxKeys Maximum number of remembered keys. The oldest key is dropped first.
	 */
	record Idempotency(@DefaultValue("10m") Duration window, @DefaultValue("10000") int maxKeys) {

		Idempotency {
			requirePositive("idempotency.window", window);
			requirePositive("idempotency.max-keys", maxKeys);
		}

	}

	/**
	 * How skipped and repeated steps of a funnel are counted.
	 *
	 * @param skipped What is counted when a subject reaches a step without the one before
	 * it.
	 * @param repeated What is counted when a subject reaches a step again.
	 * @param window How long a subject's position in a funnel is remembered.
	 * @param maxSubjects Maximum number of remembered subjects per funnel. The longest
	 * idle subject is dropped first.
	 */
	record FunnelPolicy(@DefaultValue("count") Skipped skipped, @DefaultValue("once") Repeated repeated,
			@DefaultValue("1h") Duration window, @DefaultValue("10000") int maxSubjects) {

		FunnelPolicy {
			requirePositive("funnel-policy.window", window);
			requirePositive("funnel-policy.max-subjects", maxSubjects);
		}

		/**
		 * What is counted when a subject reaches a step without the one before it.
		 */
		enum Skipped {

			/** Only the reached step. */
			COUNT,

			/** The reached step and the skipped ones. */
			FILL,

			/** Nothing. */
			IGNORE

		}

		/**
		 * What is counted when a subject reaches a step again.
		 */
		enum Repeated {

			/** Nothing. */
			ONCE,

			/** The step again. */
			COUNT

		}

	}

	/**
	 * A business meter declared by properties.
	 *
	 * @param name Name of the meter, by default its key with dots for dashes.
	 * @param description Description of what is recorded.
	 * @param unit Unit of the values: 'money' or any other. Not set for events.
	 * @param tags Allowed values of each tag. An empty list allows any value.
	 */
	record MeterDeclaration(@Nullable String name, @DefaultValue("") String description, @Nullable String unit,
			@DefaultValue Map<String, List<String>> tags) {

		private static final String MONEY = "money";

		MeterId id(String key) {
			List<String> tagKeys = new ArrayList<>(this.tags.keySet());
			if (isMoney() && !this.tags.containsKey(BusinessTag.CURRENCY.asString())) {
				tagKeys.add(BusinessTag.CURRENCY.asString());
			}
			String id = (this.name != null) ? this.name : key.replace('-', '.');
			// Linters of a scrape require a description.
			String text = this.description.isBlank() ? "Business meter " + id : this.description;
			return new MeterId(id, Meter.Type.COUNTER, text, isMoney() ? MeterId.MINOR_UNITS : this.unit, tagKeys);
		}

		void validate(String property, String key, TagSanitizer sanitizer, int maxSeries) {
			try {
				MeterId id = id(key);
				if (id.baseUnit() != null) {
					MeterId.requireName("Unit", id.baseUnit());
				}
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException("'" + property + "' is invalid: " + ex.getMessage(), ex);
			}
			long series = 1;
			for (Map.Entry<String, List<String>> tag : this.tags.entrySet()) {
				List<String> values = tag.getValue();
				String tagProperty = "'" + property + ".tags." + tag.getKey() + "' ";
				if (values.isEmpty() && sanitizer.refusesKey(tag.getKey())) {
					throw new IllegalArgumentException(
							(tagProperty + "is refused, as tag '%s' identifies a person or a thing or is free text; "
									+ "list its values, or add it to '" + PREFIX + "allowed-tags'")
								.formatted(tag.getKey()));
				}
				if (Set.copyOf(values).size() < values.size()) {
					throw new IllegalArgumentException(
							tagProperty + "must list each value once, but was " + String.join(", ", values));
				}
				if (values.stream().anyMatch(String::isBlank)) {
					throw new IllegalArgumentException(
							tagProperty + "must not list an empty value, but was '" + String.join(", ", values) + "'");
				}
				series *= Math.max(1, values.size());
				if (series > maxSeries) {
					throw new IllegalArgumentException(("'" + property + ".tags' make more than %d series; list fewer "
							+ "values, or raise '" + PREFIX + "max-series'")
						.formatted(maxSeries));
				}
			}
		}

		private boolean isMoney() {
			return MONEY.equals(this.unit);
		}

		List<String> allowed(String tagKey) {
			return this.tags.getOrDefault(tagKey, List.of());
		}

	}

	/**
	 * A score declared by properties.
	 *
	 * @param combine How the components are combined.
	 * @param components Components, by name.
	 */
	record ScoreDeclaration(@DefaultValue("geometric") Combine combine,
			@DefaultValue Map<String, Component> components) {

		void validate(String property) {
			if (this.components.isEmpty()) {
				throw new IllegalArgumentException(
						"'" + property + ".components' must contain at least one component, but was empty");
			}
			this.components.forEach((name, component) -> component.validate(property + ".components." + name));
		}

		/**
		 * How the components of a score are combined.
		 */
		enum Combine {

			/** Weighted geometric mean. A component at 0 makes the score 0. */
			GEOMETRIC,

			/** The worst component. */
			MINIMUM

		}

		/**
		 * A component of a score.
		 *
		 * @param meter Meter to read. Several series are summed.
		 * @param per Meter to divide by.
		 * @param good Value at which the component is 1.
		 * @param bad Value at which the component is 0.
		 * @param weight Weight in the mean.
		 */
		record Component(@Nullable String meter, @Nullable String per, @Nullable Double good, @Nullable Double bad,
				@DefaultValue("1") double weight) {

			void validate(String property) {
				required(property, "meter", this.meter);
				double good = finite(property, "good", this.good);
				double bad = finite(property, "bad", this.bad);
				if (good == bad) {
					throw new IllegalArgumentException("'%s.good' must differ from '%s.bad', but both were %s"
						.formatted(property, property, good));
				}
				if (!(this.weight > 0) || !Double.isFinite(this.weight)) {
					throw new IllegalArgumentException(
							"'%s.weight' must be a number above 0, but was %s".formatted(property, this.weight));
				}
			}

			private static double finite(String property, String key, @Nullable Double value) {
				if (value == null || !Double.isFinite(value)) {
					throw new IllegalArgumentException("'%s.%s' must be set to a number, but was %s".formatted(property,
							key, (value != null) ? value : "not set"));
				}
				return value;
			}

		}

	}

	/**
	 * A comparison of groups declared by properties.
	 *
	 * @param events Business meter that counts events.
	 * @param failures Business meter that counts failed events.
	 * @param tag Tag whose values are the groups.
	 * @param window Time over which groups are compared.
	 * @param minVolume Minimum number of events of a compared group.
	 */
	record OutlierDeclaration(@Nullable String events, @Nullable String failures, @Nullable String tag,
			@DefaultValue("10m") Duration window, @DefaultValue("100") int minVolume) {

		void validate(String property, Duration interval) {
			required(property, "events", this.events);
			required(property, "failures", this.failures);
			required(property, "tag", this.tag);
			if (this.minVolume < 1) {
				throw new IllegalArgumentException(
						"'%s.min-volume' must be at least 1, but was %d".formatted(property, this.minVolume));
			}
			if (this.window.compareTo(interval) < 0) {
				throw new IllegalArgumentException(
						("'%s.window' must not be shorter than '" + PREFIX + "outlier-interval' (%s), but was %s")
							.formatted(property, interval, this.window));
			}
		}

	}

}
