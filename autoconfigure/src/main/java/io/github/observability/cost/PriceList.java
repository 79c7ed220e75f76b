package io.github.observability.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Multiplies volumes by the prices of the user. What has no price has no cost.
 */
final class PriceList {

	static final double GIGA = 1e9;

	private static final double MEGA = 1e6;

	private final CostProperties.Prices prices;

	PriceList(CostProperties.Prices prices) {
		this.prices = prices;
	}

	/**
	 * Return the cost of series that are active for a month, with their samples.
	 * @param series the number of series
	 * @param samples the number of samples
	 * @return the cost, {@code null} without a price
	 */
	@Nullable Double metrics(double series, double samples) {
		return sum(times(this.prices.thousandSeries(), series / 1_000),
				times(this.prices.millionSamples(), samples / MEGA));
	}

	@Nullable Double logs(double bytes) {
		return times(this.prices.logGigabyte(), bytes / GIGA);
	}

	@Nullable Double traces(double spans, double bytes) {
		return sum(times(this.prices.traceGigabyte(), bytes / GIGA), times(this.prices.millionSpans(), spans / MEGA));
	}

	/**
	 * Return which signals have no price, so that a total does not contain them.
	 * @return their names
	 */
	List<String> missing() {
		List<String> missing = new ArrayList<>();
		if (metrics(1, 1) == null) {
			missing.add("metrics");
		}
		if (logs(1) == null) {
			missing.add("logs");
		}
		if (traces(1, 1) == null) {
			missing.add("traces");
		}
		return missing;
	}

	@Nullable String currency() {
		return this.prices.currency();
	}

	private static @Nullable Double times(@Nullable BigDecimal price, double amount) {
		return (price != null) ? price.doubleValue() * amount : null;
	}

	/**
	 * Add what is there.
	 * @param costs costs, some of which may be absent
	 * @return the sum, {@code null} if all are absent
	 */
	static @Nullable Double sum(@Nullable Double... costs) {
		Double sum = null;
		for (Double cost : costs) {
			if (cost != null) {
				sum = (sum != null) ? sum + cost : cost;
			}
		}
		return sum;
	}

}
