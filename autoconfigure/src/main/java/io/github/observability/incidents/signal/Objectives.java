package io.github.observability.incidents.signal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

import io.github.observability.slo.ErrorBudgets;
import io.micrometer.core.instrument.Meter;

/**
 * Share of bad events of each objective, and whether its error budget burns so fast that
 * somebody is paged.
 */
final class Objectives {

	/** The factor of the fastest burn rate of the generated rules. */
	private static final double PAGING_RATE = 14.4;

	/** Steps of five minutes. */
	private static final int WINDOW = 30;

	private static final double FEWEST_BAD = 5;

	private static final int MOST = 20;

	private final ErrorBudgets budgets;

	private final Map<String, Events> events = new LinkedHashMap<>();

	Objectives(ErrorBudgets budgets) {
		this.budgets = budgets;
	}

	void add(String objective, String result, Meter meter, DoubleUnaryOperator count) {
		if (this.events.containsKey(objective) || this.events.size() < MOST) {
			Events known = this.events.computeIfAbsent(objective, (key) -> new Events());
			switch (result) {
				case "good" -> known.good.add(meter, count);
				case "bad" -> known.bad.add(meter, count);
				default -> {
				}
			}
		}
	}

	void remove(Meter meter) {
		this.events.values().forEach((each) -> {
			each.good.remove(meter);
			each.bad.remove(meter);
		});
	}

	void read(double seconds, ValueConsumer consumer) {
		this.events.forEach((name, each) -> consumer.accept(name, each.read(seconds)));
	}

	/**
	 * Return the objectives whose budget burns fast, with the share of bad events.
	 */
	Map<String, Double> burning() {
		Map<String, Double> burning = new LinkedHashMap<>();
		Map<String, Double> known = this.budgets.budgets();
		this.events.forEach((name, each) -> {
			Double budget = known.get(name);
			double bad = each.bad();
			double share = bad / Math.max(1, each.all());
			if (budget != null && bad >= FEWEST_BAD && share >= Math.min(0.5, PAGING_RATE * budget)) {
				burning.put(name, share);
			}
		});
		return burning;
	}

	/**
	 * Receives the share of bad events of an objective.
	 */
	interface ValueConsumer {

		void accept(String objective, double share);

	}

	private static final class Events {

		private final MeterTotals good = new MeterTotals();

		private final MeterTotals bad = new MeterTotals();

		private final Deque<double[]> steps = new ArrayDeque<>();

		private double lastGood = Double.NaN;

		private double lastBad = Double.NaN;

		double read(double seconds) {
			double newGood = this.good.read(seconds);
			double newBad = this.bad.read(seconds);
			double goods = newGood - this.lastGood;
			double bads = newBad - this.lastBad;
			this.lastGood = newGood;
			this.lastBad = newBad;
			if (!(goods >= 0 && bads >= 0)) {
				return Double.NaN;
			}
			if (this.steps.size() == WINDOW) {
				this.steps.removeFirst();
			}
			this.steps.addLast(new double[] { goods, bads });
			return (goods + bads > 0) ? bads / Math.max(FEWEST_BAD, goods + bads) : Double.NaN;
		}

		double bad() {
			return this.steps.stream().mapToDouble((step) -> step[1]).sum();
		}

		double all() {
			return this.steps.stream().mapToDouble((step) -> step[0] + step[1]).sum();
		}

	}

}
