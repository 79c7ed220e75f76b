package io.github.observability.benchmarks;

import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * All that was measured on whole applications.
 *
 * @param machine where
 * @param settings how
 * @param rounds the rounds
 */
record Results(Machine machine, Settings settings, List<Round> rounds) {

	List<Round> of(String variant) {
		return this.rounds.stream().filter((round) -> round.variant().equals(variant)).toList();
	}

	/**
	 * A figure made of the variant and of the bare service of the same round.
	 */
	Statistics.Spread spread(String variant, ToDoubleBiFunction<Side, Side> figure) {
		return Statistics.spread(of(variant).stream().map((round) -> figure(round, figure)).toList());
	}

	private static double figure(Round round, ToDoubleBiFunction<Side, Side> figure) {
		Side measured = round.measured();
		Side bare = round.bare();
		return (measured != null && bare != null) ? figure.applyAsDouble(measured, bare) : Double.NaN;
	}

}
