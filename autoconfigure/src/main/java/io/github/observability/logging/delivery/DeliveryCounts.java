package io.github.observability.logging.delivery;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;

import ch.qos.logback.classic.Level;

/**
 * Counts what happens to lines by level. Lines are written before a meter registry
 * exists, so the counts of the process are kept here.
 */
public final class DeliveryCounts {

	/** The counts of the process. */
	public static final DeliveryCounts PROCESS = new DeliveryCounts();

	private static final int LEVELS = 5;

	private final LongAdder[] dropped = adders();

	private final LongAdder[] written = adders();

	private final DropReport report;

	DeliveryCounts() {
		this.report = new DropReport(this, System::nanoTime);
	}

	DeliveryCounts(ThreadFactory threadsOfReport) {
		this.report = new DropReport(this, System::nanoTime, threadsOfReport);
	}

	private static LongAdder[] adders() {
		LongAdder[] adders = new LongAdder[LEVELS];
		for (int i = 0; i < LEVELS; i++) {
			adders[i] = new LongAdder();
		}
		return adders;
	}

	void dropped(int level) {
		this.dropped[index(level)].increment();
		this.report.dropped();
	}

	/** Notes that an output takes lines. */
	void taken() {
		this.report.taken();
	}

	void written(int level) {
		this.written[index(level)].increment();
	}

	/**
	 * Return how many lines were dropped so far.
	 * @param level their level
	 * @return the number
	 */
	public long droppedSoFar(Level level) {
		return this.dropped[index(level.levelInt)].sum();
	}

	long writtenSoFar(Level level) {
		return this.written[index(level.levelInt)].sum();
	}

	/**
	 * Return how many lines were dropped so far, whatever their level.
	 * @return the number
	 */
	public long droppedSoFar() {
		long all = 0;
		for (LongAdder adder : this.dropped) {
			all += adder.sum();
		}
		return all;
	}

	private static int index(int level) {
		if (level >= Level.ERROR_INT) {
			return 4;
		}
		if (level >= Level.WARN_INT) {
			return 3;
		}
		if (level >= Level.INFO_INT) {
			return 2;
		}
		return (level >= Level.DEBUG_INT) ? 1 : 0;
	}

}
