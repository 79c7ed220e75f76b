package io.github.observability.cost.shedding;

import org.jspecify.annotations.Nullable;

/**
 * A reading and its limits.
 *
 * @param signal what is read
 * @param value the share that is used, from 0 to 1, {@code null} if it is not known
 * @param enter the limit above which telemetry is shed
 * @param leave the limit below which telemetry comes back
 */
record PressureReading(PressureSignal signal, @Nullable Double value, double enter, double leave) {

	/**
	 * Compare the reading with its limits. What is not known causes no pressure.
	 */
	Pressure pressure() {
		if (this.value == null || this.value < this.leave) {
			return Pressure.LOW;
		}
		return (this.value > this.enter) ? Pressure.HIGH : Pressure.BETWEEN;
	}

}
