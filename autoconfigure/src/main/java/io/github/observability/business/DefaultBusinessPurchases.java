package io.github.observability.business;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * {@link BusinessPurchases} over events whose last tag is the price range.
 */
final class DefaultBusinessPurchases implements BusinessPurchases {

	private final DefaultBusinessEvents events;

	private final PriceRanges ranges;

	DefaultBusinessPurchases(DefaultBusinessEvents events, PriceRanges ranges) {
		this.events = events;
		this.ranges = ranges;
	}

	@Override
	public void purchased(long minorUnits, Currency currency, @Nullable String... tagValues) {
		try {
			String range = this.ranges.of(Amounts.checked(minorUnits), Amounts.digits(currency));
			this.events.occurred(minorUnits, currency, range, tagValues);
		}
		catch (RejectedException ex) {
			this.events.rejected(ex);
		}
	}

	@Override
	public void purchased(BigDecimal price, Currency currency, @Nullable String... tagValues) {
		try {
			purchased(Amounts.minorUnits(price, currency), currency, tagValues);
		}
		catch (RejectedException ex) {
			this.events.rejected(ex);
		}
	}

	@Override
	public BusinessPurchases once(@Nullable String key) {
		return new DefaultBusinessPurchases(this.events.once(key), this.ranges);
	}

	/**
	 * Price ranges in major units of any currency: {@code 0-10}, {@code 10-50},
	 * {@code 50+}.
	 */
	static final class PriceRanges {

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

}
