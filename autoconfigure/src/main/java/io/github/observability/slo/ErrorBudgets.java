package io.github.observability.slo;

import java.util.Map;

/**
 * The error budgets of the declared objectives.
 */
@FunctionalInterface
public interface ErrorBudgets {

	/**
	 * Return the share of events that may be bad, by the name of the objective.
	 * @return the shares, from 0 to 1
	 */
	Map<String, Double> budgets();

}
