package io.github.observability.slo;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Period over which an objective must be met, with the burn rates that alert.
 * <p>
 * For 30 days, these are the windows of Google's Site Reliability Workbook, chapter 5,
 * and the additional one of a day that Sloth has. A shorter period is used up sooner, so
 * its factors are lower. A factor below 1 makes no sense, as the budget then lasts.
 */
enum SloPeriod {

	/** A week. */
	WEEK("7d", 7, "13.44", "3.5", "1.4"),

	/** Four weeks, always with the same number of weekends. */
	FOUR_WEEKS("28d", 28, "13.44", "5.6", "2.8"),

	/** Thirty days. */
	MONTH("30d", 30, "14.4", "6", "3");

	private final String label;

	private final int days;

	private final List<BurnRate> burnRates;

	SloPeriod(String label, int days, String fast, String medium, String slow) {
		this.label = label;
		this.days = days;
		this.burnRates = List.of(new BurnRate("1h", "5m", new BigDecimal(fast), Severity.PAGE),
				new BurnRate("6h", "30m", new BigDecimal(medium), Severity.PAGE),
				new BurnRate("1d", "2h", new BigDecimal(slow), Severity.TICKET),
				new BurnRate("3d", "6h", BigDecimal.ONE, Severity.TICKET));
	}

	String label() {
		return this.label;
	}

	int days() {
		return this.days;
	}

	List<BurnRate> burnRates() {
		return this.burnRates;
	}

	static SloPeriod of(String key, String label) {
		return Arrays.stream(values())
			.filter((period) -> period.label.equals(label))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("'" + key + "' must be one of "
					+ Arrays.stream(values()).map(SloPeriod::label).collect(Collectors.joining(", ")) + ", but was '"
					+ label + "'"));
	}

}
