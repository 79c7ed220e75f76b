package io.github.observability.incidents.signal;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;

/**
 * Sum of the values of several meters, which come and go. The sum of counters grows only
 * by what they count while they are there.
 */
final class MeterTotals {

	private final Map<Meter, Total> totals = new IdentityHashMap<>();

	private double removed;

	/**
	 * Add a meter.
	 * @param meter the meter
	 * @param value its value, by the seconds since it was last read
	 */
	void add(Meter meter, DoubleUnaryOperator value) {
		// A counter that a library counts may have counted before it was registered.
		double base = (meter instanceof FunctionCounter) ? finite(value.applyAsDouble(0)) : 0;
		this.totals.putIfAbsent(meter, new Total(value, base));
	}

	void addAll(MeterTotals other) {
		other.totals.forEach(this.totals::putIfAbsent);
	}

	void remove(Meter meter) {
		Total total = this.totals.remove(meter);
		if (total != null && !(meter instanceof Gauge)) {
			this.removed += finite(total.last);
		}
	}

	boolean isEmpty() {
		return this.totals.isEmpty();
	}

	double read(double seconds) {
		double sum = this.removed;
		for (Total total : this.totals.values()) {
			sum += total.read(seconds);
		}
		return sum;
	}

	private static double finite(double value) {
		return Double.isFinite(value) ? value : 0;
	}

	private static final class Total {

		private final DoubleUnaryOperator value;

		private final double base;

		private double last;

		Total(DoubleUnaryOperator value, double base) {
			this.value = value;
			this.base = base;
		}

		double read(double seconds) {
			this.last = this.value.applyAsDouble(seconds) - this.base;
			return this.last;
		}

	}

}
