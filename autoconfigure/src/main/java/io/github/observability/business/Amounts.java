package io.github.observability.business;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/**
 * Checks and converts amounts and quantities before they are counted.
 */
final class Amounts {

	/** A double holds each whole number up to this one. */
	static final long MAX_EXACT = 1L << 53;

	private Amounts() {
	}

	static long checked(long minorUnits) {
		if (minorUnits < 0) {
			throw new RejectedException(Rejection.NEGATIVE, minorUnits);
		}
		if (minorUnits > MAX_EXACT) {
			throw new RejectedException(Rejection.OVERFLOW, minorUnits);
		}
		return minorUnits;
	}

	static double checked(double quantity) {
		if (Double.isNaN(quantity)) {
			throw new RejectedException(Rejection.NOT_A_NUMBER, quantity);
		}
		if (quantity < 0) {
			throw new RejectedException(Double.isInfinite(quantity) ? Rejection.INFINITE : Rejection.NEGATIVE,
					quantity);
		}
		if (quantity > MAX_EXACT) {
			throw new RejectedException(Double.isInfinite(quantity) ? Rejection.INFINITE : Rejection.OVERFLOW,
					quantity);
		}
		return quantity;
	}

	/**
	 * Convert an amount to minor units, exactly.
	 * @param amount an amount in major units of the currency
	 * @param currency the currency
	 * @return the amount in minor units
	 */
	static long minorUnits(@Nullable BigDecimal amount, @Nullable Currency currency) {
		int digits = digits(currency);
		if (amount == null) {
			throw new RejectedException(Rejection.NOT_A_NUMBER, null);
		}
		// Checked before scaling: 1E+1000000000 would take all memory.
		if (amount.precision() - (long) amount.scale() > String.valueOf(MAX_EXACT).length()) {
			throw new RejectedException(Rejection.OVERFLOW, amount);
		}
		BigDecimal plain = amount.stripTrailingZeros();
		if (plain.scale() > digits) {
			throw new RejectedException(Rejection.FRACTION, amount);
		}
		BigInteger minorUnits = plain.movePointRight(digits).toBigInteger();
		if (minorUnits.bitLength() > Long.SIZE - 2) {
			throw new RejectedException(Rejection.OVERFLOW, amount);
		}
		return checked(minorUnits.longValue());
	}

	static int digits(@Nullable Currency currency) {
		int digits = (currency != null) ? currency.getDefaultFractionDigits() : -1;
		if (digits < 0) {
			throw new RejectedException(Rejection.UNKNOWN_CURRENCY, currency);
		}
		return digits;
	}

	static Currency currency(@Nullable Object currency) {
		if (currency instanceof Currency known) {
			return known;
		}
		try {
			return Currency.getInstance(String.valueOf(currency));
		}
		catch (IllegalArgumentException ex) {
			throw new RejectedException(Rejection.UNKNOWN_CURRENCY, currency);
		}
	}

}
