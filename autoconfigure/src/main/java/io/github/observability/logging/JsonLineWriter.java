package io.github.observability.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Writes a logging event as one line of JSON.
 */
@FunctionalInterface
interface JsonLineWriter {

	/**
	 * Write an event.
	 * @return the line in UTF-8, its end included
	 */
	byte[] write(ILoggingEvent event);

}
