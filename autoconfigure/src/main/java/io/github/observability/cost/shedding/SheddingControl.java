package io.github.observability.cost.shedding;

import java.time.Duration;

/**
 * Decides how many kinds of telemetry are shed. One more is shed each time that pressure
 * was high without a break for the hold time, and one is back each time that it was low
 * without a break for the recovery time. Between the limits nothing changes, so readings
 * that swing around one limit do not switch telemetry on and off.
 */
final class SheddingControl {

	private final int highest;

	private final long hold;

	private final long recovery;

	private Pressure pressure = Pressure.BETWEEN;

	/** When the pressure came or when it last changed the level. */
	private long since;

	private int level;

	/**
	 * Create a control.
	 * @param highest the number of kinds of telemetry
	 * @param hold the time before a further one is shed
	 * @param recovery the time before one is back
	 */
	SheddingControl(int highest, Duration hold, Duration recovery) {
		this.highest = highest;
		this.hold = hold.toNanos();
		this.recovery = recovery.toNanos();
	}

	/**
	 * Take a reading.
	 * @param nanos its time, on a monotonic clock
	 * @param current the pressure
	 * @return how many kinds of telemetry are shed now
	 */
	int next(long nanos, Pressure current) {
		if (current != this.pressure) {
			this.pressure = current;
			this.since = nanos;
		}
		if (current == Pressure.HIGH && this.level < this.highest && nanos - this.since >= this.hold) {
			this.level++;
			this.since = nanos;
		}
		else if (current == Pressure.LOW && this.level > 0 && nanos - this.since >= this.recovery) {
			this.level--;
			this.since = nanos;
		}
		return this.level;
	}

}
