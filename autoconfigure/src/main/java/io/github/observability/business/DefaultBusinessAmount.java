package io.github.observability.business;

import java.math.BigDecimal;
import java.util.Currency;

import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * {@link BusinessAmount} over prebuilt series.
 */
final class DefaultBusinessAmount implements BusinessAmount {

	private final MeterSeriesView<Counter> series;

	private final EventRecorder recorder;

	private final @Nullable String key;

	DefaultBusinessAmount(MeterSeriesView<Counter> series, EventRecorder recorder) {
		this(series, recorder, null);
	}

	private DefaultBusinessAmount(MeterSeriesView<Counter> series, EventRecorder recorder, @Nullable String key) {
		this.series = series;
		this.recorder = recorder;
		this.key = key;
	}

	@Override
	public DefaultBusinessAmount once(@Nullable String key) {
		return new DefaultBusinessAmount(this.series, this.recorder, StringUtils.hasText(key) ? key : null);
	}

	@Override
	public void add(long minorUnits, Currency currency, @Nullable String... tagValues) {
		try {
			Amounts.digits(currency);
			this.recorder.add(this.series.name(), this.series.get(tagValues, currency.getCurrencyCode()),
					Amounts.checked(minorUnits), this.key);
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
