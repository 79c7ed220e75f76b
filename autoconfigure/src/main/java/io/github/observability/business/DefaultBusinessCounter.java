package io.github.observability.business;

import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * {@link BusinessCounter} and {@link BusinessQuantity} over prebuilt series.
 */
final class DefaultBusinessCounter implements BusinessCounter, BusinessQuantity {

	private final MeterSeriesView<Counter> series;

	private final EventRecorder recorder;

	private final @Nullable String key;

	DefaultBusinessCounter(MeterSeriesView<Counter> series, EventRecorder recorder) {
		this(series, recorder, null);
	}

	private DefaultBusinessCounter(MeterSeriesView<Counter> series, EventRecorder recorder, @Nullable String key) {
		this.series = series;
		this.recorder = recorder;
		this.key = key;
	}

	@Override
	public DefaultBusinessCounter once(@Nullable String key) {
		return new DefaultBusinessCounter(this.series, this.recorder, StringUtils.hasText(key) ? key : null);
	}

	@Override
	public void increment(@Nullable String... tagValues) {
		add(1L, tagValues);
	}

	@Override
	public void add(long count, @Nullable String... tagValues) {
		try {
			this.recorder.add(this.series.name(), counter(tagValues), Amounts.checked(count), this.key);
		}
		catch (RuntimeException ex) {
			this.recorder.rejected(this.series.name(), ex);
		}
	}

	@Override
	public void add(double quantity, @Nullable String... tagValues) {
		try {
			this.recorder.add(this.series.name(), counter(tagValues), Amounts.checked(quantity), this.key);
		}
		catch (RuntimeException ex) {
			this.recorder.rejected(this.series.name(), ex);
		}
	}

	/**
	 * Return the counter for values.
	 * @param tagValues the values of the tags
	 * @return the counter
	 */
	Counter counter(@Nullable String @Nullable [] tagValues) {
		return this.series.get(tagValues, null);
	}

}
