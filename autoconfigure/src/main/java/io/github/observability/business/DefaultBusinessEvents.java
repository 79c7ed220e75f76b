package io.github.observability.business;

import java.math.BigDecimal;
import java.util.Currency;

import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * {@link BusinessEvents} over prebuilt series.
 */
final class DefaultBusinessEvents implements BusinessEvents {

	private final EventOccurrence.Kind kind;

	private final MeterSeriesView<Counter> events;

	private final MeterSeriesView<Counter> amounts;

	private final EventRecorder recorder;

	private final @Nullable String key;

	DefaultBusinessEvents(EventOccurrence.Kind kind, MeterSeriesView<Counter> events, MeterSeriesView<Counter> amounts,
			EventRecorder recorder) {
		this(kind, events, amounts, recorder, null);
	}

	private DefaultBusinessEvents(EventOccurrence.Kind kind, MeterSeriesView<Counter> events,
			MeterSeriesView<Counter> amounts, EventRecorder recorder, @Nullable String key) {
		this.kind = kind;
		this.events = events;
		this.amounts = amounts;
		this.recorder = recorder;
		this.key = key;
	}

	@Override
	public void occurred(@Nullable String... tagValues) {
		try {
			record(this.events.get(tagValues, null), null, 0);
		}
		catch (RuntimeException ex) {
			this.recorder.rejected(this.kind.name(), ex);
		}
	}

	@Override
	public void occurred(long minorUnits, Currency currency, @Nullable String... tagValues) {
		occurred(minorUnits, currency, null, tagValues);
	}

	@Override
	public void occurred(BigDecimal amount, Currency currency, @Nullable String... tagValues) {
		try {
			occurred(Amounts.minorUnits(amount, currency), currency, tagValues);
		}
		catch (RejectedException ex) {
			this.recorder.rejected(this.kind.name(), ex);
		}
	}

	/**
	 * Record an event with an amount.
	 * @param minorUnits the amount
	 * @param currency the currency
	 * @param last the value of the last tag key, if it is not among the values
	 * @param tagValues the values of the tags
	 */
	void occurred(long minorUnits, Currency currency, @Nullable String last, @Nullable String @Nullable [] tagValues) {
		try {
			Amounts.digits(currency);
			Amounts.checked(minorUnits);
			record(this.events.get(tagValues, last), this.amounts.get(tagValues, currency.getCurrencyCode()),
					minorUnits);
		}
		catch (RuntimeException ex) {
			this.recorder.rejected(this.kind.name(), ex);
		}
	}

	/**
	 * Record an event with a quantity. Both count or neither does: one key and one place
	 * among the pending recordings stand for the two.
	 * @param quantity the quantity, already checked
	 * @param sum the quantity's meter, which has the tags of the events
	 * @param tagValues the values of the tags
	 */
	void occurred(double quantity, DefaultBusinessCounter sum, @Nullable String @Nullable [] tagValues) {
		try {
			record(this.events.get(tagValues, null), sum.counter(tagValues), quantity);
		}
		catch (RuntimeException ex) {
			this.recorder.rejected(this.kind.name(), ex);
		}
	}

	private void record(Counter counter, @Nullable Counter amount, double value) {
		this.recorder.record(new EventOccurrence(this.recorder, this.kind, counter, amount, value, this.key));
	}

	void rejected(RuntimeException ex) {
		this.recorder.rejected(this.kind.name(), ex);
	}

	@Override
	public DefaultBusinessEvents once(@Nullable String key) {
		// One blank key would be shared by all events whose sender has set none.
		return new DefaultBusinessEvents(this.kind, this.events, this.amounts, this.recorder,
				StringUtils.hasText(key) ? key : null);
	}

}
