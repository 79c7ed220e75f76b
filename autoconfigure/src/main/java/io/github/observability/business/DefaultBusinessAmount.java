package io.github.observability.business;

import java.math.BigDecimal;
import java.util.Currency;

import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

/**
 * {@link BusinessAmount} over prebuilt series.
 */
final class DefaultBusinessAmount implements BusinessAmount {

	private final MeterSeriesView<Counter> series;

	private final EventRecorder recorder;

	DefaultBusinessAmount(MeterSeriesView<Counter> series, EventRecorder recorder) {
		this.series = series;
		this.recorder = recorder;
	}

	@Override
	public void add(long minorUnits, Currency currency, @Nullable String... tagValues) {
		try {
			Amounts.digits(currency);
			this.recorder.add(this.series.name(), this.series.get(tagValues, currency.getCurrencyCode()),
					Amounts.checked(minorUnits));
		}
		catch (RuntimeException ex) {
			this.recorder.rejected(this.series.name(), ex);
		}
	}

	@Override
	public void add(BigDecimal amount, Currency currency, @Nullable String... tagValues) {
		try {
			add(Amounts.minorUnits(amount, currency), currency, tagValues);
		}
		catch (RejectedException ex) {
			this.recorder.rejected(this.series.name(), ex);
		}
	}

}
