package io.github.observability.slo;

import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Event counts of an objective since this instance started.
 */
sealed interface SloCounts {

	/**
	 * Return the number of events with a result.
	 * @param result the result
	 * @return the number of events
	 */
	double count(SloResult result);

	/**
	 * Whether there was any event.
	 * @return whether there was one
	 */
	default boolean isSeen() {
		for (SloResult result : SloResult.values()) {
			if (count(result) > 0) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Counts of events that this feature classifies.
	 */
	final class Recorded implements SloCounts {

		private final LongAdder[] byResult = { new LongAdder(), new LongAdder(), new LongAdder() };

		LongAdder of(SloResult result) {
			return this.byResult[result.ordinal()];
		}

		@Override
		public double count(SloResult result) {
			return of(result).sum();
		}

	}

	/**
	 * Counts that business counters already hold. They are read on demand, so that they
	 * always equal the counters, which may count only after a commit.
	 */
	final class Business implements SloCounts {

		private final SloSource.BusinessEvents events;

		private volatile @Nullable MeterRegistry registry;

		Business(SloSource.BusinessEvents events) {
			this.events = events;
		}

		void readFrom(MeterRegistry registry) {
			this.registry = registry;
		}

		@Override
		public double count(SloResult result) {
			return switch (result) {
				case GOOD -> sum(this.events.good());
				case BAD -> sum(this.events.bad());
				case IGNORED -> 0;
			};
		}

		private double sum(String name) {
			MeterRegistry registry = this.registry;
			return (registry != null) ? registry.find(name).counters().stream().mapToDouble(Counter::count).sum() : 0;
		}

	}

}
