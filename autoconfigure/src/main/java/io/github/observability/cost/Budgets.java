package io.github.observability.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.unit.DataSize;

/**
 * Compares telemetry with the budgets that are set.
 */
final class Budgets {

	private static final Logger logger = LoggerFactory.getLogger(Budgets.class);

	private static final double SECONDS_A_DAY = 86_400;

	/** Below this share of the limit, a budget is no longer exceeded. */
	private static final double CALM = 0.9;

	private final List<Budget> budgets = new ArrayList<>();

	private final Consumer<TelemetryBudgetExceeded> publisher;

	Budgets(CostProperties.Budget limits, Consumer<TelemetryBudgetExceeded> publisher) {
		this.publisher = publisher;
		add("series", limits.series(), (report) -> (double) report.metrics().series());
		add("scrape-size", bytes(limits.scrapeSize()), (report) -> {
			Long size = report.metrics().scrapeBytes();
			return (size != null) ? size.doubleValue() : null;
		});
		add("log-size-per-day", bytes(limits.logSizePerDay()), (report) -> {
			CostReport.Logs logs = report.logs();
			return (logs != null) ? logs.bytesPerSecond() * SECONDS_A_DAY : null;
		});
		add("spans-per-day", limits.spansPerDay(), (report) -> report.traces().spansPerSecond() * SECONDS_A_DAY);
		BigDecimal cost = limits.costPerMonth();
		add("cost-per-month", cost, (report) -> report.forecast().cost().total());
	}

	private static @Nullable Long bytes(@Nullable DataSize size) {
		return (size != null) ? size.toBytes() : null;
	}

	private void add(String name, @Nullable Number limit, Function<CostReport, @Nullable Double> used) {
		if (limit != null) {
			this.budgets.add(new Budget(name, limit.doubleValue(), used));
		}
	}

	boolean isEmpty() {
		return this.budgets.isEmpty();
	}

	void bindTo(MeterRegistry registry) {
		for (Budget budget : this.budgets) {
			Gauge.builder(CostMeter.BUDGET_USED.getName(), budget, (each) -> each.share)
				.description(CostMeter.BUDGET_USED.description())
				.tag(CostTag.BUDGET.asString(), budget.name)
				.register(registry);
		}
	}

	/**
	 * Compare a report with the budgets, and tell once what is exceeded.
	 * @param report the report
	 */
	void check(CostReport report) {
		for (Budget budget : this.budgets) {
			Double used = budget.used.apply(report);
			budget.share = (used != null) ? used / budget.limit : Double.NaN;
			if (used != null && budget.share > 1 && !budget.exceeded) {
				budget.exceeded = true;
				logger.warn("Telemetry exceeds '{}.budget.{}': {} of {}. The endpoint 'cost' shows what it comes from",
						CostProperties.PREFIX, budget.name, number(used), number(budget.limit));
				this.publisher.accept(new TelemetryBudgetExceeded(budget.name, budget.limit, used));
			}
			else if (budget.share < CALM && budget.exceeded) {
				budget.exceeded = false;
				logger.info("Telemetry keeps '{}.budget.{}' again", CostProperties.PREFIX, budget.name);
			}
		}
	}

	private static String number(double value) {
		return (value >= 100) ? String.format(Locale.ROOT, "%.0f", value) : String.format(Locale.ROOT, "%.2f", value);
	}

	/**
	 * Describe the budgets.
	 * @param report the report that they are compared with
	 * @return how much of each is used
	 */
	List<CostReport.BudgetUse> uses(CostReport report) {
		return this.budgets.stream().map((budget) -> {
			Double used = budget.used.apply(report);
			return new CostReport.BudgetUse(budget.name, budget.limit, used, used != null && used > budget.limit);
		}).toList();
	}

	private static final class Budget {

		private final String name;

		private final double limit;

		private final Function<CostReport, @Nullable Double> used;

		private volatile double share = Double.NaN;

		private boolean exceeded;

		Budget(String name, double limit, Function<CostReport, @Nullable Double> used) {
			this.name = name;
			this.limit = limit;
			this.used = used;
		}

	}

}
