package io.github.observability.sample;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Takes the time that the real work of a marketplace would take. */
public final class SimulatedWork {

	private SimulatedWork() {
	}

	/**
	 * Waits between half and one and a half of the time given.
	 * @param typical how long the work takes on average
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
