package io.github.observability.golden;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * How many requests have been served for longer than a threshold, without a sample for
 * each: requests are counted by the period in which they began, as in a timing wheel
 * (Varghese and Lauck, 1987). Those of the last periods are young, all others are
 * long-running. A request is never taken for long-running too early, and at most a
 * twentieth of the threshold too late.
 */
final class LongRunningRequests {

	private static final int PERIODS = 20;

	private final long thresholdNanos;

	private final long periodNanos;

	private final Clock clock;

	private final Counter ended;

	private final LongAdder all = new LongAdder();

	private final AtomicReferenceArray<Period> periods = new AtomicReferenceArray<>(PERIODS + 1);

	LongRunningRequests(MeterRegistry registry, Duration threshold) {
		this.thresholdNanos = threshold.toNanos();
		this.periodNanos = Math.max(1, this.thresholdNanos / PERIODS);
		this.clock = registry.config().clock();
		this.ended = Counter.builder(GoldenMeter.LONG_RUNNING.getName())
			.description(GoldenMeter.LONG_RUNNING.description())
			.register(registry);
		Gauge.builder(GoldenMeter.LONG_RUNNING_ACTIVE.getName(), this, LongRunningRequests::active)
			.description(GoldenMeter.LONG_RUNNING_ACTIVE.description())
			.strongReference(true)
			.register(registry);
	}

	Start start(long nanos) {
		Period period = period(Math.floorDiv(nanos, this.periodNanos));
		period.begun().increment();
		this.all.increment();
		return period;
	}

	private Period period(long number) {
		int index = index(number);
		Period period = this.periods.get(index);
		if (period != null && period.number() == number) {
			return period;
		}
		Period begun = new Period(number, new LongAdder(), this.all);
		Period witness = this.periods.compareAndExchange(index, period, begun);
		return (witness == period || witness == null) ? begun : witness;
	}

	private static int index(long number) {
		return Math.floorMod(number, PERIODS + 1);
	}

	void ended(long durationNanos) {
		if (durationNanos >= this.thresholdNanos) {
			this.ended.increment();
		}
	}

	double active() {
		long oldest = Math.floorDiv(this.clock.monotonicTime(), this.periodNanos) - PERIODS;
		long young = 0;
		for (int i = 0; i < this.periods.length(); i++) {
			Period period = this.periods.get(i);
			if (period != null && period.number() >= oldest) {
				young += period.begun().sum();
			}
		}
		return Math.max(0, this.all.sum() - young);
	}

	/**
	 * The start of a request.
	 */
	interface Start {

		/**
		 * Forget the request: it has ended, or is no longer looked at.
		 */
		void forget();

	}

	/**
	 * A period in time.
	 *
	 * @param number which one it is
	 * @param begun requests that have begun in it and have not ended
	 * @param all all requests that have not ended
	 */
	private record Period(long number, LongAdder begun, LongAdder all) implements Start {

		@Override
		public void forget() {
			this.begun.decrement();
			this.all.decrement();
		}

	}

}
