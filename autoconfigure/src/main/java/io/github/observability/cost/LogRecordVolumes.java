package io.github.observability.cost;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts log records that were delivered by OTLP, and their bytes, by logger. Threads of
 * exporters add batches; whoever logs pays nothing.
 */
final class LogRecordVolumes {

	/** Stands for the loggers beyond the limit. */
	static final String OTHER = "other";

	private static final int MOST_LOGGERS = 500;

	private final Map<String, Volume> byLogger = new HashMap<>();

	/**
	 * Add records.
	 * @param logger the name of their logger
	 * @param volume the records and their bytes
	 */
	synchronized void add(String logger, Volume volume) {
		String key = (this.byLogger.containsKey(logger) || this.byLogger.size() < MOST_LOGGERS) ? logger : OTHER;
		this.byLogger.merge(key, volume, Volume::plus);
	}

	synchronized Map<String, Volume> byLogger() {
		return Map.copyOf(this.byLogger);
	}

	synchronized long bytes() {
		return this.byLogger.values().stream().mapToLong(Volume::bytes).sum();
	}

}
