package io.github.observability.golden;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts requests that have been served for longer than a threshold, without a sample per
 * request: requests are counted by the period in which they started, as in a timing wheel
 * (Varghese and Lauck, 1987). Those that started before the most recent periods are
 * long-running. A request never counts as long-running too early, and at most a twentieth
 * of the threshold too late. Only completed periods are summed, in which no request can
 * start anymore: a sum of moving counters would sometimes include young requests.
 */
final class LongRunningRequests {

	private static final int PERIODS = 20;

	private final long thresholdNanos;

	private final long periodNanos;

	private final Clock clock;

	private final Counter ended;

	private final AtomicReference<Period> current;

	/** The most recent periods, and earlier ones with requests that have not ended. */
	private final Queue<Period> periods = new ConcurrentLinkedQueue<>();

	LongRunningRequests(MeterRegistry registry, Duration threshold) {
		this.thresholdNanos = threshold.toNanos();
		this.periodNanos = Math.max(1, this.thresholdNanos / PERIODS);
		this.clock = registry.config().clock();
		Period first = new Period(Math.floorDiv(this.clock.monotonicTime(), this.periodNanos), new LongAdder());
		this.current = new AtomicReference<>(first);
		this.periods.add(first);
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
		return period;
	}

	private Period period(long number) {
		Period period = this.current.get();
		if (period.number() >= number) {
			return period;
		}
		Period begun = new Period(number, new LongAdder());
		if (!this.current.compareAndSet(period, begun)) {
			return period(number);
		}
		forgetEmptyBefore(oldestOfYoung(number));
		this.periods.add(begun);
		return begun;
	}

	private void forgetEmptyBefore(long oldest) {
		this.periods.removeIf((period) -> period.number() < oldest && period.begun().sum() == 0);
	}

	private static long oldestOfYoung(long now) {
		return now - PERIODS;
	}

	void ended(long durationNanos) {
		if (durationNanos >= this.thresholdNanos) {
			this.ended.increment();
		}
	}

	double active() {
		long oldest = oldestOfYoung(Math.floorDiv(this.clock.monotonicTime(), this.periodNanos));
		long active = 0;
		for (Period period : this.periods) {
			if (period.number() < oldest) {
				active += period.begun().sum();
			}
		}
		return active;
	}

	/**
	 * The start of a request.
	 */
	interface Start {

		/**
		 * Stop counting the request, which has ended or become a stream.
		 */
		void forget();

	}

	/**
	 * A period in time.
	 *
	 * @param number the number of the period
	 * @param begun requests that started in it and have not ended
	 */
	private record Period(long number, LongAdder begun) implements Start {

		@Override
		public void forget() {
			this.begun.decrement();
		}

	}

}
