package io.github.observability.incidents.detection;

/**
 * Turns the totals of a counter into rates. After a reset, and for the first total, there
 * is no rate.
 */
public final class CounterRate {

	private double last = Double.NaN;

	/**
	 * Return the rate since the last total.
	 * @param total the total now
	 * @param seconds the time since the last total
	 * @return the rate, {@code NaN} if it is unknown
	 */
	public double next(double total, double seconds) {
		double increase = total - this.last;
		this.last = total;
		return (increase >= 0 && seconds > 0) ? increase / seconds : Double.NaN;
	}

}
