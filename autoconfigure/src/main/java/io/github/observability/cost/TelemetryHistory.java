package io.github.observability.cost;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the snapshot with which rates begin. Its age is that of the application at
 * first, and later from half an hour to an hour.
 */
final class TelemetryHistory {

	/** The growth of series says nothing while an application is starting. */
	private static final long WARM_UP = Duration.ofMinutes(10).toNanos();

	private static final long TURN = Duration.ofMinutes(30).toNanos();

	private final long start;

	private TelemetrySnapshot current;

	private TelemetrySnapshot next;

	private int turns;

	TelemetryHistory(TelemetrySnapshot first) {
		this.start = first.nanos();
		this.current = first;
		this.next = first;
	}

	synchronized boolean isDue(long nanos) {
		return nanos - this.next.nanos() >= ((this.turns < 2) ? WARM_UP : TURN);
	}

	synchronized void add(TelemetrySnapshot snapshot) {
		this.current = this.next;
		this.next = snapshot;
		this.turns++;
	}

	/** Where rates begin. */
	synchronized TelemetrySnapshot baseline() {
		return this.current;
	}

	/** Where growth begins, {@code null} while the application is warming up. */
	synchronized @Nullable TelemetrySnapshot growthBaseline() {
		return (this.current.nanos() - this.start >= WARM_UP) ? this.current : null;
	}

}
