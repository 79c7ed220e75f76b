package io.github.observability.business;

import java.math.BigDecimal;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/**
 * {@link BusinessPurchases} over events whose last tag is the range of the price.
 */
final class MeterPurchases implements BusinessPurchases {

	private final MeterEvents events;

	private final PriceRanges ranges;

	MeterPurchases(MeterEvents events, PriceRanges ranges) {
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
	public BusinessPurchases once(String key) {
		return new MeterPurchases(this.events.once(key), this.ranges);
	}

}
