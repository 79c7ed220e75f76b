package io.github.observability.profiling;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The time that a profile takes. It ends early if the application stops.
 */
final class ProfileTime {

	private final Duration duration;

	private final CountDownLatch stopped;

	private final long end;

	ProfileTime(Duration duration, CountDownLatch stopped) {
		this.duration = duration;
		this.stopped = stopped;
		this.end = System.nanoTime() + duration.toNanos();
	}

	Duration duration() {
		return this.duration;
	}

	/**
	 * Return the seconds that are left.
	 */
	long secondsLeft() {
		return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(this.end - System.nanoTime() + 999_999_999));
	}

	/**
	 * Wait for as long as the profile takes, from now on.
	 */
	void await() {
		sleep(this.duration.toNanos());
	}

	/**
	 * Wait a while.
	 * @return whether time is left
	 */
	boolean await(long nanos) {
		long left = this.end - System.nanoTime();
		if (left <= 0) {
			return false;
		}
		sleep(Math.min(left, nanos));
		return this.end - System.nanoTime() > 0;
	}

	private void sleep(long nanos) {
		try {
			if (this.stopped.await(nanos, TimeUnit.NANOSECONDS)) {
				throw ProfileException.unavailable("The profile was abandoned because the application stops", null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw ProfileException.interrupted(ex);
		}
	}

}
