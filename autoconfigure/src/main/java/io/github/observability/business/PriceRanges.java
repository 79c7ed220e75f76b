package io.github.observability.business;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The ranges that prices are counted by: {@code 0-10}, {@code 10-50}, {@code 50+}, in
 * major units of any currency.
 */
final class PriceRanges {

	private final List<BigDecimal> bounds;

	private final List<String> labels = new ArrayList<>();

	PriceRanges(List<BigDecimal> bounds) {
		this.bounds = bounds;
		String from = "0";
		for (BigDecimal bound : bounds) {
			this.labels.add(from + "-" + bound.toPlainString());
			from = bound.toPlainString();
		}
		this.labels.add(from + "+");
	}

	List<String> labels() {
		return this.labels;
	}

	/**
	 * Return the range of a price. A price at a bound is in the range above.
	 * @param minorUnits the price
	 * @param digits the digits that the currency has
	 * @return the label of the range
	 */
	String of(long minorUnits, int digits) {
		BigDecimal price = BigDecimal.valueOf(minorUnits, digits);
		int range = 0;
		while (range < this.bounds.size() && price.compareTo(this.bounds.get(range)) >= 0) {
			range++;
		}
		return this.labels.get(range);
	}

}
