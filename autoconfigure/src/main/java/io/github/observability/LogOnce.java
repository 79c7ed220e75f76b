package io.github.observability;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs only the first of many similar events, so that a lasting fault does not flood the
 * log.
 */
public final class LogOnce {

	private final Logger logger;

	private final AtomicBoolean logged = new AtomicBoolean();

	/**
	 * Create an instance for one kind of event.
	 * @param logger the logger
	 */
	public LogOnce(Logger logger) {
		this.logger = logger;
	}

	/**
	 * Log a warning unless this instance has logged before.
	 * @param format the message, with {@code {}} for each argument
	 * @param arguments the arguments, the last of which may be an exception
	 */
	public void warn(String format, @Nullable Object... arguments) {
		if (!this.logged.get() && this.logged.compareAndSet(false, true)) {
			this.logger.warn(format, arguments);
		}
	}

}
