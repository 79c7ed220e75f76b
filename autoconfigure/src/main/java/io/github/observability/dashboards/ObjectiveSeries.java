package io.github.observability.dashboards;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.observability.dashboards.grafana.Threshold;
import io.github.observability.slo.DeclaredObjectives;
import org.jspecify.annotations.Nullable;

/**
 * What the objectives of a service make of its meters: expressions for budget and burn
 * rate, and the values from which a panel warns.
 */
final class ObjectiveSeries {

	private static final String GOOD_AND_BAD = "good|bad";

	private final Application application;

	private final PromQl promQl;

	private final @Nullable RecordedMeter events;

	ObjectiveSeries(Application application) {
		this.application = application;
		this.promQl = application.promQl();
		this.events = application.objectives().objectives().isEmpty() ? null : application.find(MeterRole.SLO_EVENTS);
	}

	boolean present() {
		return this.events != null;
	}

	String burnRate(String window) {
		return perBudget((slos, budget) -> "(" + badShare(slos, window) + ") / " + budget);
	}

	/**
	 * The recording covers the whole period; without it, what is shown has to do.
	 */
	String budgetLeft() {
		String shown = perBudget((slos, budget) -> "1 - (" + badShare(slos, PromQl.SHOWN) + ") / " + budget);
		return "max by (slo) (" + DeclaredObjectives.BUDGET_REMAINING + "{"
				+ PromQl.equal("service", this.application.name()) + "})\nor " + shown;
	}

	/**
	 * The share of failures that the strictest objective of requests tolerates at all.
	 */
	double tolerated() {
		return Math.max(0.02,
				this.application.objectives()
					.objectives()
					.stream()
					.filter(DeclaredObjectives.Objective::http)
					.mapToDouble((objective) -> 14.4 * objective.budget().doubleValue())
					.filter((limit) -> limit < 1)
					.min()
					.orElse(0.05));
	}

	List<Threshold> saturationThresholds() {
		double threshold = this.application.objectives().saturationThreshold();
		return Threshold.above(Math.round(threshold * 90) / 100.0, threshold);
	}

	List<Threshold> latencyThresholds() {
		return this.application.objectives()
			.objectives()
			.stream()
			.filter(DeclaredObjectives.Objective::http)
			.map(DeclaredObjectives.Objective::slowerThan)
			.filter(Objects::nonNull)
			.map(Duration.class::cast)
			.min(Comparator.naturalOrder())
			.map((strictest) -> Threshold.above(strictest.toMillis() / 1000.0))
			.orElseGet(Threshold::none);
	}

	private String badShare(String slos, String window) {
		RecordedMeter meter = Objects.requireNonNull(this.events);
		String slo = PromQl.matching("slo", slos);
		return PromQl.sum(this.promQl.increase(meter.metric(), window, slo, PromQl.equal("result", "bad")), "slo")
				+ "\n/ clamp_min("
				+ PromQl.sum(this.promQl.increase(meter.metric(), window, slo, PromQl.matching("result", GOOD_AND_BAD)),
						"slo")
				+ ", 1)";
	}

	/** Objectives with the same budget share an expression. */
	private String perBudget(BudgetExpression expression) {
		Map<String, String> slos = new TreeMap<>();
		this.application.objectives()
			.objectives()
			.forEach((objective) -> slos.merge(objective.budget().toPlainString(), objective.name(),
					(all, one) -> all + "|" + one));
		return slos.entrySet()
			.stream()
			.map((entry) -> expression.of(entry.getValue(), entry.getKey()))
			.collect(Collectors.joining("\nor "));
	}

	@FunctionalInterface
	private interface BudgetExpression {

		String of(String slos, String budget);

	}

}
