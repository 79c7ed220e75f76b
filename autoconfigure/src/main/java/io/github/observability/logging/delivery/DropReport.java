package io.github.observability.logging.delivery;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import org.slf4j.LoggerFactory;

/**
 * Writes one line about dropped lines, once any output takes lines again, and the next
 * one a minute later at the earliest. A thread of its own writes it, as the one that
 * noticed holds the output.
 */
final class DropReport {

	private static final long QUIET_NANOS = 60_000_000_000L;

	/** Console and file may have dropped the last line of this report. */
	private static final int OWN_LINES = 2;

	private final DeliveryCounts counts;

	private final LongSupplier nanos;

	private final ThreadFactory threads;

	private final AtomicBoolean writing = new AtomicBoolean();

	private volatile boolean due;

	/** What was dropped when the last line was written. */
	private long reported;

	private boolean hasReported;

	private volatile boolean hasTried;

	private volatile long triedAt;

	DropReport(DeliveryCounts counts, LongSupplier nanos) {
		this(counts, nanos, (task) -> new Thread(task, "log-drop-report"));
	}

	DropReport(DeliveryCounts counts, LongSupplier nanos, ThreadFactory threads) {
		this.counts = counts;
		this.nanos = nanos;
		this.threads = threads;
	}

	/** Notes that a line was dropped. */
	void dropped() {
		if (!this.due) {
			this.due = true;
		}
	}

	/**
	 * Notes that an output takes lines. It never fails: a thread of the application may
	 * call it, or the only one that writes.
	 */
	void taken() {
		if (this.due && !isQuiet() && this.writing.compareAndSet(false, true)) {
			try {
				Thread thread = this.threads.newThread(this::write);
				thread.setDaemon(true);
				thread.start();
			}
			catch (RuntimeException | Error ex) {
				// The system may have no thread left, for a while.
				tried();
				this.writing.set(false);
			}
		}
	}

	private boolean isQuiet() {
		return this.hasTried && this.nanos.getAsLong() - this.triedAt < QUIET_NANOS;
	}

	private void tried() {
		this.triedAt = this.nanos.getAsLong();
		this.hasTried = true;
	}

	private void write() {
		try {
			this.due = false;
			long dropped = this.counts.droppedSoFar();
			long more = dropped - this.reported;
			if (more > (this.hasReported ? OWN_LINES : 0)) {
				this.reported = dropped;
				this.hasReported = true;
				tried();
				LoggerFactory.getLogger(DropReport.class)
					.warn("{} log lines were dropped because an output did not accept them", more);
			}
		}
		finally {
			this.writing.set(false);
		}
	}

}
