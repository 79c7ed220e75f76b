package io.github.observability.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Settings for service level objectives.
 *
 * @param enabled Whether events of objectives are counted.
 * @param period Period over which objectives must be met: 7d, 28d or 30d.
 * @param strict Whether startup fails if no handler is mapped to the route of an
 * objective.
 * @param unseenAfter Time after which objectives without any event are logged.
 * @param causes Whether the causes of bad events are counted, according to the exported
 * traces.
 * @param objectives Objectives, by name.
 * @param alerting Settings for all alerts.
 * @param rules Settings for additional rules.
 */
@ConfigurationProperties("observability.slo")
record SloProperties(@DefaultValue("true") boolean enabled, @DefaultValue("30d") String period,
		@DefaultValue("false") boolean strict, @DefaultValue("10m") Duration unseenAfter,
		@DefaultValue("true") boolean causes, @DefaultValue Map<String, Objective> objectives,
		@DefaultValue Alerting alerting, @DefaultValue Rules rules) {

	static final String PREFIX = "observability.slo";

	SloProperties {
		require(!unseenAfter.isNegative() && !unseenAfter.isZero(), PREFIX + ".unseen-after", "must be positive",
				unseenAfter);
		objectives = Map.copyOf(objectives);
		SloDeclarations.check(period, alerting, objectives);
	}

	/**
	 * Return the objectives, by name.
	 * @return the objectives
	 */
	List<Slo> slos() {
		return SloDeclarations.check(this.period, this.alerting, this.objectives);
	}

	private static void require(boolean valid, String key, String rule, Object value) {
		if (!valid) {
			throw new IllegalArgumentException("'" + key + "' " + rule + ", but was '" + value + "'");
		}
	}

	/**
	 * An objective.
	 *
	 * @param target Share of events that must be good, in percent.
	 * @param http Served requests that the objective covers.
	 * @param observation Name of the observations that the objective covers.
	 * @param business Business counters that the objective covers.
	 * @param bad Conditions that make an event bad.
	 * @param ignored Conditions that exclude an event.
	 * @param slowerThan Duration above which an event is bad.
	 * @param period Period of this objective, if it differs from the others.
	 * @param minBadEvents Number of bad events below which no alert fires.
	 * @param severity Highest severity of its alerts.
	 * @param owner Team or person who owns the objective.
	 * @param team Value of the label 'team' of its alerts, if it differs from the others.
	 * @param runbook URL of the runbook.
	 * @param description Purpose of the objective, for people.
	 */
	record Objective(@Nullable BigDecimal target, @Nullable Http http, @Nullable String observation,
			@Nullable Business business, @Nullable List<String> bad, @Name("ignore") @DefaultValue List<String> ignored,
			@Nullable Duration slowerThan, @Nullable String period, @Nullable Integer minBadEvents,
			@DefaultValue("page") Severity severity, @Nullable String owner, @Nullable String team,
			@Nullable String runbook, @Nullable String description) {

	}

	/**
	 * Served requests.
	 *
	 * @param route Route, as in the tag 'uri'.
	 * @param method HTTP method; any method if unset.
	 */
	record Http(@Nullable String route, @Nullable String method) {

	}

	/**
	 * A pair of business counters.
	 *
	 * @param good Counter of good events.
	 * @param bad Counter of bad events.
	 */
	record Business(@Nullable String good, @Nullable String bad) {

	}

	/**
	 * Settings for all alerts.
	 *
	 * @param minBadEvents Minimum number of bad events in the long window of a burn rate
	 * for an alert.
	 * @param absentAfter Time after which missing counters of an objective raise an
	 * alert.
	 * @param pageSeverity Value of the label 'severity' of pages.
	 * @param ticketSeverity Value of the label 'severity' of tickets.
	 * @param team Value of the label 'team' of all alerts.
	 * @param serviceCriticality Value of the label 'service_criticality' of all alerts,
	 * such as critical, high, medium or low. The resource attribute 'service.criticality'
	 * if unset.
	 */
	record Alerting(@DefaultValue("5") int minBadEvents, @DefaultValue("10m") Duration absentAfter,
			@DefaultValue("page") String pageSeverity, @DefaultValue("ticket") String ticketSeverity,
			@Nullable String team, @Nullable String serviceCriticality) {

		private static final String KEY = PREFIX + ".alerting.";

		Alerting {
			require(minBadEvents >= 1, KEY + "min-bad-events", "must be at least 1", minBadEvents);
			require(absentAfter.toSeconds() >= 1, KEY + "absent-after", "must be at least 1s", absentAfter);
			require(!pageSeverity.isBlank(), KEY + "page-severity", "must not be empty", pageSeverity);
			require(!ticketSeverity.isBlank() && !ticketSeverity.equals(pageSeverity), KEY + "ticket-severity",
					"must differ from that of pages", ticketSeverity);
		}

		String label(Severity severity) {
			return (severity == Severity.PAGE) ? this.pageSeverity : this.ticketSeverity;
		}

	}

	/**
	 * Settings for additional rules.
	 *
	 * @param selector Labels that select the series of this service in Prometheus, such
	 * as the job.
	 * @param signalRecordingRules Whether requests_per_second, error_rate and
	 * request_duration are recorded.
	 * @param saturation Whether observability_saturation is recorded and raises an alert.
	 * @param saturationThreshold Saturation above which an alert is raised.
	 * @param bands Whether bands around the normal rate and error rate are recorded.
	 * Requires the signal recording rules.
	 * @param bandWidth Width of a band to each side, in standard deviations.
	 * @param funnels Steps of funnels, as names of business counters, by name of the
	 * funnel.
	 * @param alerts Alerts besides those of objectives.
	 * @param seriesThreshold Number of series of an instance above which the alert
	 * 'cardinality' fires.
	 * @param certificateExpiry Remaining validity of a certificate below which the alert
	 * 'certificate-expiry' fires.
	 */
	record Rules(@DefaultValue Map<String, String> selector, @DefaultValue("false") boolean signalRecordingRules,
			@DefaultValue("false") boolean saturation, @DefaultValue("0.9") double saturationThreshold,
			@DefaultValue("false") boolean bands, @DefaultValue("3") double bandWidth,
			@DefaultValue Map<String, List<String>> funnels, @DefaultValue Set<OperationalAlert> alerts,
			@DefaultValue("10000") int seriesThreshold, @DefaultValue("21d") Duration certificateExpiry) {

		private static final String KEY = PREFIX + ".rules.";

		Rules {
			selector = Map.copyOf(selector);
			for (String label : selector.keySet()) {
				require(label.matches("[a-zA-Z_][a-zA-Z0-9_]*"), KEY + "selector", "must have label names as keys",
						label);
			}
			require(saturationThreshold > 0 && saturationThreshold <= 1, KEY + "saturation-threshold",
					"must be above 0 and at most 1", saturationThreshold);
			require(bandWidth > 0 && bandWidth <= 100, KEY + "band-width", "must be above 0 and at most 100",
					bandWidth);
			require(!selector.isEmpty() || !(signalRecordingRules || saturation || !alerts.isEmpty()), KEY + "selector",
					"must select this service in Prometheus, such as 'job: rides', as the meters behind "
							+ "'signal-recording-rules', 'saturation' and 'alerts' have no label with the service",
					selector);
			require(seriesThreshold > 0, KEY + "series-threshold", "must be positive", seriesThreshold);
			require(certificateExpiry.toDays() >= 1, KEY + "certificate-expiry", "must be at least 1d",
					certificateExpiry);
			require(!bands || signalRecordingRules, KEY + "bands",
					"needs '" + KEY + "signal-recording-rules' to be true", bands);
			funnels = Map.copyOf(funnels);
			funnels.forEach((name, steps) -> {
				String key = KEY + "funnels." + name;
				require(steps.size() > 1, key, "must contain at least two counters", steps);
				require(steps.stream().allMatch((step) -> step.matches(SloDeclarations.METER_NAME)), key,
						"must contain names of counters such as 'rides.requested'", steps);
				steps.forEach((step) -> SloDeclarations.requireExported(key, step));
			});
		}

	}

}
