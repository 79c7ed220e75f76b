package io.github.observability.business;

import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

/**
 * {@link BusinessQuantity} over series that are built.
 */
final class MeterQuantity implements BusinessQuantity {

	private final SeriesView<Counter> series;

	private final EventRecorder recorder;

	MeterQuantity(SeriesView<Counter> series, EventRecorder recorder) {
		this.series = series;
		this.recorder = recorder;
	}

	@Override
	public void add(double quantity, @Nullable String... tagValues) {
		try {
			this.recorder.add(this.series.name(), this.series.get(tagValues, null), Amounts.checked(quantity));
		}
		catch (RuntimeException ex) {
			this.recorder.rejected(this.series.name(), ex);
		}
	}

}
