package io.github.observability.cost;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.observability.cost.advice.SignalWindow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Records the meters step by step: a gauge by its value, a counter by its rate, a timer
 * by the rate and the mean of what it measures. The series of a meter are added up.
 */
final class MeterSignals {

	/** Time between two steps. */
	static final int STEP_SECONDS = 10;

	/** An hour of steps. */
	static final int STEPS = 360;

	/** Ends the name of a signal that is the rate of a meter. */
	static final String RATE = " rate";

	/** Ends the name of a signal that is the mean of what a meter measures. */
	static final String MEAN = " mean";

	private static final int MOST_SERIES = 10_000;

	private static final int MOST_METERS = 2_000;

	/** A gauge that asks a database is not asked six times a minute. */
	private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(5);

	private static final int SLOW_TIMES = 3;

	private final MeterRegistry registry;

	private final LongSupplier nanos;

	private final SignalWindow window = new SignalWindow(STEPS);

	/** How often in a row a gauge was slow. A pause of the machine is not its fault. */
	private final Map<String, Integer> slow = new HashMap<>();

	private Map<String, Reading> before = new HashMap<>();

	/** Steps for which no series of a gauge has changed. */
	private final Map<String, Integer> unchanged = new HashMap<>();

	private long lastNanos;

	MeterSignals(MeterRegistry registry, LongSupplier nanos) {
		this.registry = registry;
		this.nanos = nanos;
	}

	/**
	 * Read all meters once.
	 */
	synchronized void step() {
		long now = this.nanos.getAsLong();
		Map<String, Reading> readings = new TreeMap<>();
		int[] series = new int[1];
		this.registry.forEachMeter((meter) -> {
			String name = meter.getId().getName();
			if (series[0]++ < MOST_SERIES && !isSlow(name)
					&& (readings.size() < MOST_METERS || readings.containsKey(name))) {
				read(meter, readings.computeIfAbsent(name, (key) -> new Reading()));
			}
		});
		if (!this.before.isEmpty() && now > this.lastNanos) {
			this.window.add(values(readings, (now - this.lastNanos) / 1e9));
		}
		readings.forEach((name, reading) -> {
			Reading last = this.before.get(name);
			boolean same = last != null && reading.gauges > 0 && last.gauges == reading.gauges
					&& last.state == reading.state;
			this.unchanged.merge(name, same ? 1 : 0, (steps, more) -> (more == 0) ? 0 : steps + 1);
		});
		this.unchanged.keySet().retainAll(readings.keySet());
		this.before = readings;
		this.lastNanos = now;
	}

	private void read(Meter meter, Reading reading) {
		try {
			if (meter instanceof Gauge gauge) {
				long start = this.nanos.getAsLong();
				double value = gauge.value();
				measured(meter.getId().getName(), this.nanos.getAsLong() - start);
				reading.gauge(value, meter.getId().hashCode());
			}
			else if (meter instanceof LongTaskTimer timer) {
				reading.gauge(timer.activeTasks(), meter.getId().hashCode());
			}
			else if (meter instanceof Timer timer) {
				reading.measured(timer.count(), timer.totalTime(TimeUnit.SECONDS));
			}
			else if (meter instanceof FunctionTimer timer) {
				reading.measured(timer.count(), timer.totalTime(TimeUnit.SECONDS));
			}
			else if (meter instanceof DistributionSummary summary) {
				reading.measured(summary.count(), summary.totalAmount());
			}
			else if (meter instanceof Counter counter) {
				reading.counted(counter.count());
			}
			else if (meter instanceof FunctionCounter counter) {
				reading.counted(counter.count());
			}
		}
		catch (RuntimeException ex) {
			// The function of a gauge may fail. It has no value then.
			reading.gauge(Double.NaN, meter.getId().hashCode());
		}
	}

	private void measured(String gauge, long nanos) {
		if (nanos <= SLOW) {
			this.slow.remove(gauge);
		}
		else if (this.slow.size() < MOST_METERS) {
			this.slow.merge(gauge, 1, Integer::sum);
		}
	}

	private boolean isSlow(String gauge) {
		return this.slow.getOrDefault(gauge, 0) >= SLOW_TIMES;
	}

	private Map<String, Double> values(Map<String, Reading> readings, double seconds) {
		Map<String, Double> values = new LinkedHashMap<>();
		readings.forEach((name, reading) -> {
			Reading last = this.before.getOrDefault(name, new Reading());
			if (reading.gauges > 0) {
				values.put(name, reading.value);
			}
			if (reading.counts) {
				double more = reading.count - last.count;
				// Below zero, meters were removed or the counter began anew.
				values.put(name + RATE, (more >= 0) ? more / seconds : Double.NaN);
				if (reading.measures) {
					values.put(name + MEAN, (more > 0) ? (reading.total - last.total) / more : Double.NaN);
				}
			}
		});
		return values;
	}

	SignalWindow window() {
		return this.window;
	}

	/**
	 * Return for how many steps no series of a gauge has changed.
	 * @param name the name of the meter
	 * @return the number of steps
	 */
	synchronized int unchangedSteps(String name) {
		return this.unchanged.getOrDefault(name, 0);
	}

	synchronized long slowGauges() {
		return this.slow.keySet().stream().filter(this::isSlow).count();
	}

	private static final class Reading {

		private int gauges;

		private double value;

		private long state;

		private boolean counts;

		private boolean measures;

		private double count;

		private double total;

		void gauge(double value, int id) {
			this.gauges++;
			this.value += Double.isNaN(value) ? 0 : value;
			this.state += Double.doubleToLongBits(value) * (2L * id + 1);
		}

		void counted(double count) {
			this.counts = true;
			this.count += count;
		}

		void measured(double count, double total) {
			counted(count);
			this.measures = true;
			this.total += total;
		}

	}

}
