package io.github.observability.business;

import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

/**
 * {@link BusinessCounter} and {@link BusinessQuantity} over prebuilt series.
 */
final class DefaultBusinessCounter implements BusinessCounter, BusinessQuantity {

	private final MeterSeriesView<Counter> series;

	private final EventRecorder recorder;

	DefaultBusinessCounter(MeterSeriesView<Counter> series, EventRecorder recorder) {
		this.series = series;
		this.recorder = recorder;
	}

	@Override
	public void increment(@Nullable String... tagValues) {
		add(1L, tagValues);
	}

	@Override
	public void add(long count, @Nullable String... tagValues) {
		try {
			this.recorder.add(this.series.name(), counter(tagValues), Amounts.checked(count));
		}
		catch (RuntimeException ex) {
			this.recorder.rejected(this.series.name(), ex);
		}
	}

	@Override
	public void add(double quantity, @Nullable String... tagValues) {
		try {
			this.recorder.add(this.series.name(), counter(tagValues), Amounts.checked(quantity));
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
