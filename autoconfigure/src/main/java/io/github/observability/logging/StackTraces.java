package io.github.observability.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import net.logstash.logback.stacktrace.ShortenedThrowableConverter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.StackTracePrinter;

/**
 * Prints stack traces: the root cause first, shortened, frames in common left out; or as
 * Boot's {@code logging.structured.json.stacktrace.*} say once one of them is set.
 */
final class StackTraces {

	private static final int MAX_FRAMES_PER_THROWABLE = 50;

	private static final int MAX_LENGTH = 8 * 1024;

	private final @Nullable StackTracePrinter printer;

	private final ShortenedThrowableConverter converter = new ShortenedThrowableConverter();

	StackTraces(@Nullable StackTracePrinter printer) {
		this.printer = printer;
		this.converter.setRootCauseFirst(true);
		this.converter.setMaxDepthPerThrowable(MAX_FRAMES_PER_THROWABLE);
		this.converter.setMaxLength(MAX_LENGTH);
		this.converter.setLineSeparator("\n");
		this.converter.start();
	}

	String print(ILoggingEvent event, IThrowableProxy throwable) {
		if (this.printer != null && throwable instanceof ThrowableProxy proxy) {
			return this.printer.printStackTraceToString(proxy.getThrowable());
		}
		return this.converter.convert(event);
	}

}
