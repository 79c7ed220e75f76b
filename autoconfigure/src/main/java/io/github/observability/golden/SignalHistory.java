package io.github.observability.golden;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.observability.DaemonScheduler;
import io.github.observability.HttpNames;
import io.github.observability.LatencySketch;
import io.github.observability.Outcomes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.util.function.SingletonSupplier;

/**
 * Reads the totals of the meters every ten seconds, so that the signals of the last
 * minute can be computed from totals since the start.
 */
final class SignalHistory implements SmartLifecycle {

	static final Duration PERIOD = Duration.ofSeconds(10);

	private static final int READINGS = 6;

	private final MeterRegistry registry;

	private final SingletonSupplier<HttpNames> names;

	private final LatencyTimers.Sketches sketches;

	private final Deque<Reading> readings = new ArrayDeque<>();

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-golden");

	SignalHistory(MeterRegistry registry, Supplier<HttpNames> names, LatencyTimers.Sketches sketches) {
		this.registry = registry;
		this.names = SingletonSupplier.of(names);
		this.sketches = sketches;
		// The first minute is compared with this reading.
		read();
	}

	synchronized void read() {
		if (this.readings.size() == READINGS) {
			this.readings.removeFirst();
		}
		this.readings.addLast(current());
	}

	private Reading current() {
		Map<Route, RequestTotals> byRoute = new HashMap<>();
		HttpNames names = this.names.obtain();
		for (Timer timer : this.registry.find(names.requests()).timers()) {
			byRoute.merge(Route.of(timer, names), RequestTotals.of(timer, this.sketches.counts(timer)),
					RequestTotals::plus);
		}
		return new Reading(this.registry.config().clock().monotonicTime(), byRoute, this.sketches.others(),
				this.sketches.ofStreams().count());
	}

	/**
	 * Return the signals since the oldest reading.
	 * @return the signals
	 */
	synchronized GoldenSignals signals() {
		Reading now = current();
		Reading then = this.readings.getFirst();
		double seconds = Math.max(1, now.nanos() - then.nanos()) / 1e9;
		Map<Route, RequestTotals> byRoute = new HashMap<>();
		now.byRoute()
			.forEach((route, totals) -> byRoute.put(route,
					totals.since(then.byRoute().getOrDefault(route, RequestTotals.NONE))));
		RequestTotals all = byRoute.values()
			.stream()
			.reduce(new RequestTotals(0, 0, 0, now.others().since(then.others())), RequestTotals::plus);
		return new GoldenSignals(seconds, all.requests(), all.requests() / seconds, all.errors(), all.errorRatio(),
				all.clientAborts(), all.latency(), gauges(this.names.obtain().active()),
				gauges(GoldenMeter.LONG_RUNNING_ACTIVE.getName()), now.streams() - then.streams(),
				routes(byRoute, seconds), List.of());
	}

	private static List<GoldenSignals.Route> routes(Map<Route, RequestTotals> byRoute, double seconds) {
		return byRoute.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().requests() > 0)
			.map((entry) -> entry.getKey().signals(entry.getValue(), seconds))
			.sorted(Comparator.comparingLong(GoldenSignals.Route::requests)
				.reversed()
				.thenComparing(GoldenSignals.Route::uri)
				.thenComparing(GoldenSignals.Route::method))
			.toList();
	}

	private long gauges(String name) {
		return (long) this.registry.find(name).gauges().stream().mapToDouble(Gauge::value).sum();
	}

	@Override
	public void start() {
		this.scheduler.start(this::read, PERIOD, PERIOD);
	}

	@Override
	public void stop() {
		this.scheduler.stop();
	}

	@Override
	public boolean isRunning() {
		return this.scheduler.isRunning();
	}

	private record Reading(long nanos, Map<Route, RequestTotals> byRoute, LatencySketch.Counts others, long streams) {

	}

	private record Route(String method, String uri) {

		static Route of(Timer timer, HttpNames names) {
			return new Route(tag(timer, names.method()), tag(timer, names.route()));
		}

		private static String tag(Timer timer, String key) {
			String value = timer.getId().getTag(key);
			return (value != null) ? value : "";
		}

		GoldenSignals.Route signals(RequestTotals totals, double seconds) {
			return new GoldenSignals.Route(this.method, this.uri, totals.requests(), totals.requests() / seconds,
					totals.errors(), totals.errorRatio(), totals.clientAborts(), totals.latency());
		}

	}

	/**
	 * Totals of requests since the start, or the difference of two totals.
	 *
	 * @param requests all requests
	 * @param errors those that ended with a server error
	 * @param clientAborts those whose client disconnected
	 * @param durations their durations, as far as they were sketched
	 */
	record RequestTotals(long requests, long errors, long clientAborts, LatencySketch.Counts durations) {

		static final RequestTotals NONE = new RequestTotals(0, 0, 0, LatencySketch.Counts.NONE);

		/**
		 * Return the totals of a timer. A registry that pushes may count anew in each
		 * step, so the sketch of the timer counts, unless it shares one.
		 */
		static RequestTotals of(Timer timer, LatencySketch.Counts durations) {
			long sketched = durations.count();
			long count = (sketched > 0) ? sketched : timer.count();
			String outcome = timer.getId().getTag(HttpNames.OUTCOME);
			return new RequestTotals(count, HttpNames.SERVER_ERROR.equals(outcome) ? count : 0,
					Outcomes.CLIENT_ABORT.equals(outcome) ? count : 0, durations);
		}

		RequestTotals plus(RequestTotals other) {
			return new RequestTotals(this.requests + other.requests, this.errors + other.errors,
					this.clientAborts + other.clientAborts, this.durations.plus(other.durations));
		}

		/**
		 * Return the difference from earlier totals. It is never negative: a meter that
		 * was removed in between starts again at 0.
		 */
		RequestTotals since(RequestTotals earlier) {
			return new RequestTotals(Math.max(0, this.requests - earlier.requests),
					Math.max(0, this.errors - earlier.errors), Math.max(0, this.clientAborts - earlier.clientAborts),
					this.durations.since(earlier.durations));
		}

		@Nullable Double errorRatio() {
			return (this.requests > 0) ? (double) this.errors / this.requests : null;
		}

		GoldenSignals.@Nullable Latency latency() {
			if (this.requests == 0 || this.durations.count() == 0) {
				return null;
			}
			return new GoldenSignals.Latency(seconds(0.5), seconds(0.95), seconds(0.99));
		}

		private double seconds(double quantile) {
			return this.durations.quantile(quantile) / 1e9;
		}

	}

}
