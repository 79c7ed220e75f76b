package io.github.observability.logging.delivery;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts lines and their bytes by logger, for each output that takes them. Lines are
 * written before a context exists, so the counts of the process are kept here. Nothing is
 * counted while nobody reads.
 */
public final class LineVolumes {

	/** The counts of the process. */
	public static final LineVolumes PROCESS = new LineVolumes();

	/** Stands for the loggers beyond the limit. */
	public static final String OTHER = "other";

	private static final int MOST_LOGGERS = 500;

	private final Map<String, Counts> byLogger = new ConcurrentHashMap<>();

	private final Counts other = new Counts();

	private final AtomicInteger readers = new AtomicInteger();

	LineVolumes() {
	}

	/**
	 * Count from now on, until as many readers have called {@link #stop()}.
	 */
	public void start() {
		this.readers.incrementAndGet();
	}

	/**
	 * Count no longer, unless there is another reader.
	 */
	public void stop() {
		this.readers.decrementAndGet();
	}

	void add(String logger, int bytes) {
		if (this.readers.get() <= 0 || bytes == 0) {
			return;
		}
		Counts counts = this.byLogger.get(logger);
		if (counts == null) {
			counts = (this.byLogger.size() < MOST_LOGGERS)
					? this.byLogger.computeIfAbsent(logger, (key) -> new Counts()) : this.other;
		}
		counts.lines.increment();
		counts.bytes.add(bytes);
	}

	/**
	 * Return the counts so far.
	 * @return lines and bytes by logger
	 */
	public Map<String, Volume> volumes() {
		Map<String, Volume> volumes = new TreeMap<>();
		this.byLogger.forEach((logger, counts) -> volumes.put(logger, counts.volume()));
		Volume others = this.other.volume();
		if (others.lines() > 0) {
			volumes.merge(OTHER, others,
					(one, two) -> new Volume(one.lines() + two.lines(), one.bytes() + two.bytes()));
		}
		return volumes;
	}

	/**
	 * Lines and their bytes.
	 *
	 * @param lines the number of lines
	 * @param bytes their bytes
	 */
	public record Volume(long lines, long bytes) {

	}

	private static final class Counts {

		private final LongAdder lines = new LongAdder();

		private final LongAdder bytes = new LongAdder();

		Volume volume() {
			return new Volume(this.lines.sum(), this.bytes.sum());
		}

	}

}
