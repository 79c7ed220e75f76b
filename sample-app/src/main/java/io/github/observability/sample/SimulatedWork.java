package io.github.observability.sample;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Sleeps for as long as the real work of a marketplace would take. */
public final class SimulatedWork {

	private SimulatedWork() {
	}

	/**
	 * Sleeps between 0.5 and 1.5 times the given duration.
	 * @param typical the average duration of the work
	 */
	public static void take(Duration typical) {
		long nanos = typical.toNanos();
		if (nanos <= 0) {
			return;
		}
		try {
			TimeUnit.NANOSECONDS.sleep(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos + 1));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
