package io.github.observability.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What an application promises, for those who show it. The objectives are read from the
 * properties, so that a build can read them as well.
 *
 * @param service the name of the service, a label of all recordings
 * @param objectives the objectives, sorted by name
 * @param saturationThreshold the saturation above which an alert is raised
 */
public record DeclaredObjectives(String service, List<Objective> objectives, double saturationThreshold) {

	/** Name of the recording with the share of the budget that is left. */
	public static final String BUDGET_REMAINING = PrometheusRules.REMAINING;

	/**
	 * Read the objectives.
	 * @param environment the environment
	 * @return the objectives
	 * @throws RuntimeException if a property is invalid
	 */
	public static DeclaredObjectives of(Environment environment) {
		SloProperties properties = Binder.get(environment).bindOrCreate(SloProperties.PREFIX, SloProperties.class);
		List<Objective> objectives = properties.enabled()
				? properties.slos().stream().map(Objective::of).sorted(Comparator.comparing(Objective::name)).toList()
				: List.of();
		return new DeclaredObjectives(SloRendering.service(environment), objectives,
				properties.rules().saturationThreshold());
	}

	/**
	 * An objective.
	 *
	 * @param name the name
	 * @param description what it promises
	 * @param target the promised share of good events, in percent
	 * @param budget the share of events that may be bad, from 0 to 1
	 * @param period the period, in Prometheus notation
	 * @param http whether its events are served requests
	 * @param slowerThan the duration beyond which an event is bad, {@code null} if
	 * duration is irrelevant
	 * @param runbook a link to instructions, {@code null} if there is none
	 */
	public record Objective(String name, String description, BigDecimal target, BigDecimal budget, String period,
			boolean http, @Nullable Duration slowerThan, @Nullable String runbook) {

		private static Objective of(Slo slo) {
			return new Objective(slo.name(), slo.description(), slo.target(), slo.budget(), slo.period().label(),
					slo.source() instanceof SloSource.Requests, slo.slowerThan(), slo.runbook());
		}

	}

}
