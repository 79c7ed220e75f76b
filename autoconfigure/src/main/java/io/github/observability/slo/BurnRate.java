package io.github.observability.slo;

import java.math.BigDecimal;

/**
 * A burn rate that alerts once it has lasted over both windows. The long one tells that
 * it matters, the short one that it still goes on.
 *
 * @param longWindow the long window, in Prometheus' notation
 * @param shortWindow the short window, a twelfth of the long one
 * @param factor how many times faster than allowed the budget is used
 * @param severity how urgent it is
 */
record BurnRate(String longWindow, String shortWindow, BigDecimal factor, Severity severity) {

	/**
	 * Return the share of bad events from which on it alerts.
	 * @param budget the share that may be bad
	 * @return the share; at 1 or above it cannot be reached
	 */
	BigDecimal threshold(BigDecimal budget) {
		return this.factor.multiply(budget).stripTrailingZeros();
	}

	boolean isReachable(BigDecimal budget) {
		return threshold(budget).compareTo(BigDecimal.ONE) < 0;
	}

}
