package io.github.observability.business;

import java.time.Duration;
import java.util.concurrent.Callable;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * {@link BusinessTimer} over prebuilt series.
 */
final class DefaultBusinessTimer implements BusinessTimer {

	private final MeterSeriesView<Timer> series;

	private final EventRecorder recorder;

	private final Clock clock;

	DefaultBusinessTimer(MeterSeriesView<Timer> series, EventRecorder recorder, Clock clock) {
		this.series = series;
		this.recorder = recorder;
		this.clock = clock;
	}

	@Override
	public void record(Duration duration, @Nullable String... tagValues) {
		try {
			if (duration.isNegative()) {
				throw new RejectedException(Rejection.NEGATIVE, duration);
			}
			this.series.get(tagValues, null).record(duration);
		}
		catch (RuntimeException ex) {
			this.recorder.rejected(this.series.name(), ex);
		}
	}

	@Override
	public <T> T time(Callable<T> step, @Nullable String... tagValues) throws Exception {
		long start = this.clock.monotonicTime();
		try {
			return step.call();
		}
		finally {
			record(Duration.ofNanos(Math.max(0, this.clock.monotonicTime() - start)), tagValues);
		}
	}

}
