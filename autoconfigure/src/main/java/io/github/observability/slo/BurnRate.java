package io.github.observability.slo;

import java.math.BigDecimal;

/**
 * A burn rate that alerts when both windows exceed it. The long window shows that it is
 * significant, the short window that it is still going on.
 *
 * @param longWindow the long window, in Prometheus notation
 * @param shortWindow the short window, a twelfth of the long one
 * @param factor how many times faster than allowed the budget is used
 * @param severity the severity of the alert
 */
record BurnRate(String longWindow, String shortWindow, BigDecimal factor, Severity severity) {

	/**
	 * Return the share of bad events above which it alerts.
	 * @param budget the share of events that may be bad
	 * @return the share; 1 and above cannot be reached
	 */
	BigDecimal threshold(BigDecimal budget) {
		return this.factor.multiply(budget).stripTrailingZeros();
	}

	boolean isReachable(BigDecimal budget) {
		return threshold(budget).compareTo(BigDecimal.ONE) < 0;
	}

}
