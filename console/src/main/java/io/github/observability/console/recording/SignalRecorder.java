package io.github.observability.console.recording;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.github.observability.JvmNames;
import io.github.observability.LatencySketch;
import io.github.observability.RecordedNames;
import io.github.observability.saturation.forecast.Exhaustion;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Signals of the last 15 minutes, one point a second. Traffic, errors and latency come
 * from spans that were served; the rest from gauges of the registry.
 */
public final class SignalRecorder {

	static final int MAX_POINTS = 900;

	/** Upper bounds of the rows of the heat map, in milliseconds; the last is open. */
	public static final List<Integer> HEAT_BOUNDS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000);

	private static final int MAX_RESOURCES = 40;

	private static final String EXHAUSTION = "observability.saturation.exhaustion";

	private static final String BOUND = "bound";

	private final @Nullable MeterRegistry registry;

	private final RecordedNames names;

	private final Deque<Point> points;

	private Window window = new Window();

	private double gcMillis = Double.NaN;

	public SignalRecorder(@Nullable MeterRegistry registry, RecordedNames names) {
		this(registry, names, new ArrayDeque<>());
	}

	/**
	 * Create a recorder.
	 * @param registry the registry, {@code null} if there is none
	 * @param names the names that the registry's meters have
	 * @param points the points up to now
	 */
	public SignalRecorder(@Nullable MeterRegistry registry, RecordedNames names, Deque<Point> points) {
		this.registry = registry;
		this.names = names;
		this.points = points;
	}

	synchronized void served(RecordedSpan span) {
		this.window.requests++;
		this.window.errors += span.error() ? 1 : 0;
		this.window.latency.record(span.durationNanos());
		double millis = span.durationNanos() / 1e6;
		int row = 0;
		while (row < HEAT_BOUNDS.size() && millis > HEAT_BOUNDS.get(row)) {
			row++;
		}
		this.window.heat[row]++;
	}

	synchronized void logged(RecordedLine line) {
		this.window.lines.merge(line.level(), 1, Integer::sum);
	}

	/**
	 * Close the second.
	 * @param millis the time, milliseconds since the epoch
	 * @return the point that was added
	 */
	synchronized Point tick(long millis) {
		Window closed = this.window;
		this.window = new Window();
		Map<String, Double> saturation = saturation();
		double gc = gcTotalMillis();
		double gcSince = Double.isNaN(this.gcMillis) ? 0 : gc - this.gcMillis;
		this.gcMillis = gc;
		JvmNames jvm = this.names.jvm();
		Point point = new Point(millis, closed.requests, closed.errors, quantile(closed, 0.5), quantile(closed, 0.95),
				quantile(closed, 0.99), closed.heat, sum(this.names.server().active()), first(jvm.cpuUsage()),
				sum(jvm.memoryUsed(), jvm.memoryArea(), JvmNames.HEAP),
				sum(jvm.memoryMax(), jvm.memoryArea(), JvmNames.HEAP), gcSince, first(JvmNames.LIVE_THREADS),
				saturation, exhaustion(), Map.copyOf(closed.lines));
		if (this.points.size() == MAX_POINTS) {
			this.points.removeFirst();
		}
		this.points.addLast(point);
		return point;
	}

	public synchronized List<Point> points() {
		return List.copyOf(this.points);
	}

	private static @Nullable Double quantile(Window window, double quantile) {
		return (window.requests == 0) ? null : window.latency.quantile(quantile) / 1e6;
	}

	private Map<String, Double> saturation() {
		Map<String, Double> saturation = new TreeMap<>();
		if (this.registry != null) {
			for (Gauge gauge : this.registry.find("observability.saturation").gauges()) {
				String resource = gauge.getId().getTag("resource");
				double value = gauge.value();
				if (resource != null && Double.isFinite(value) && saturation.size() < MAX_RESOURCES) {
					saturation.put(resource, value);
				}
			}
		}
		return saturation;
	}

	/** Nothing is foreseen most of the time. */
	private Map<String, Exhaustion> exhaustion() {
		Map<String, Exhaustion> exhaustion = new TreeMap<>();
		if (this.registry != null) {
			for (Gauge gauge : this.registry.find(EXHAUSTION).tag(BOUND, "estimate").gauges()) {
				String resource = gauge.getId().getTag("resource");
				if (resource != null && Double.isFinite(gauge.value()) && exhaustion.size() < MAX_RESOURCES) {
					exhaustion.put(resource, new Exhaustion(gauge.value(), bound(resource, "earliest", gauge.value()),
							bound(resource, "latest", gauge.value())));
				}
			}
		}
		return exhaustion.isEmpty() ? Map.of() : exhaustion;
	}

	private double bound(String resource, String bound, double estimate) {
		Gauge gauge = (this.registry != null)
				? this.registry.find(EXHAUSTION).tag("resource", resource).tag(BOUND, bound).gauge() : null;
		return (gauge != null && Double.isFinite(gauge.value())) ? gauge.value() : estimate;
	}

	private double gcTotalMillis() {
		double total = 0;
		if (this.registry != null) {
			for (Timer timer : this.registry.find(JvmNames.GC_PAUSE).timers()) {
				total += timer.totalTime(TimeUnit.MILLISECONDS);
			}
		}
		return total;
	}

	private @Nullable Double first(String name) {
		Gauge gauge = (this.registry != null) ? this.registry.find(name).gauge() : null;
		return (gauge != null) ? finite(gauge.value()) : null;
	}

	private @Nullable Double sum(String name, String... tags) {
		if (this.registry == null) {
			return null;
		}
		double sum = 0;
		for (Gauge gauge : this.registry.find(name).tags(tags).gauges()) {
			sum += Math.max(0, gauge.value());
		}
		return finite(sum);
	}

	private static @Nullable Double finite(double value) {
		return Double.isFinite(value) ? value : null;
	}

	private static final class Window {

		private int requests;

		private int errors;

		private final LatencySketch latency = new LatencySketch();

		private final int[] heat = new int[HEAT_BOUNDS.size() + 1];

		private final Map<String, Integer> lines = new TreeMap<>();

	}

	/**
	 * What a second looked like. Durations are in milliseconds, memory in bytes, ratios
	 * from 0 to 1; {@code null} is unknown.
	 *
	 * @param t the time, milliseconds since the epoch
	 * @param requests requests that ended
	 * @param errors those that failed
	 * @param p50 the median of their durations
	 * @param p95 the 95th percentile
	 * @param p99 the 99th percentile
	 * @param heat requests by {@link #HEAT_BOUNDS duration}
	 * @param inFlight requests being served
	 * @param cpu the share of the CPUs that the process uses
	 * @param heapUsed the heap in use
	 * @param heapMax the largest heap
	 * @param gc the time in pauses of the collector
	 * @param threads the number of threads
	 * @param saturation how full each resource is
	 * @param exhaustion when resources that fill up are exhausted
	 * @param lines log lines by level
	 */
	public record Point(long t, int requests, int errors, @Nullable Double p50, @Nullable Double p95,
			@Nullable Double p99, int[] heat, @Nullable Double inFlight, @Nullable Double cpu,
			@Nullable Double heapUsed, @Nullable Double heapMax, double gc, @Nullable Double threads,
			Map<String, Double> saturation, Map<String, Exhaustion> exhaustion, Map<String, Integer> lines) {

	}

}
