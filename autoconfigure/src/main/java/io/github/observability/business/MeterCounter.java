package io.github.observability.business;

import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

/**
 * {@link BusinessCounter} over series that are built.
 */
final class MeterCounter implements BusinessCounter {

	private final SeriesView<Counter> series;

	private final EventRecorder recorder;

	MeterCounter(SeriesView<Counter> series, EventRecorder recorder) {
		this.series = series;
		this.recorder = recorder;
	}

	@Override
	public void increment(@Nullable String... tagValues) {
		add(1, tagValues);
	}

	@Override
	public void add(long count, @Nullable String... tagValues) {
		try {
			this.recorder.add(this.series.name(), this.series.get(tagValues, null), Amounts.checked(count));
		}
		catch (RuntimeException ex) {
			this.recorder.rejected(this.series.name(), ex);
		}
	}

}
