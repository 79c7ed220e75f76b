package io.github.observability.logging.delivery;

import ch.qos.logback.core.Context;
import io.github.observability.logging.LoggingProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Takes the lines of many threads to one output.
 */
interface LineWriter {

	/**
	 * Write a line, or have it written.
	 * @param line the line with its end, which must not change afterwards
	 * @param level the level of the event
	 */
	void write(byte[] line, int level);

	/**
	 * Write a line at once if that is possible without waiting.
	 * @param bytes hold the line
	 * @param length how many bytes the line has, from the first one on
	 * @param level the level of the event
	 * @return whether it is written, or need not be
	 */
	default boolean tryWrite(byte[] bytes, int length, int level) {
		return false;
	}

	/**
	 * Have everything written that was given, and accept nothing more.
	 */
	void close();

	/**
	 * Create the writer that the settings ask for.
	 * @param context the context of Logback, in which Boot leaves the environment
	 * @param output writes on the threads that log
	 * @param alone writes on one thread
	 * @param waits whether a thread that logs waits until its line is written, unless
	 * delivery is asynchronous
	 * @return the writer
	 */
	static LineWriter of(@Nullable Context context, LineOutput output, LineOutput alone, boolean waits) {
		Object environment = (context != null) ? context.getObject(Environment.class.getName()) : null;
		if (environment instanceof Environment present
				&& LoggingProperties.get(present).delivery() == LogDelivery.ASYNC) {
			return new AsyncWriter(alone, AsyncProperties.get(present), DeliveryCounts.PROCESS);
		}
		return new CombiningWriter(output, DeliveryCounts.PROCESS, waits);
	}

}
