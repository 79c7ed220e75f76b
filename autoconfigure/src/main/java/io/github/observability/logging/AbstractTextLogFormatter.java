package io.github.observability.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.observability.logging.masking.Masking;
import io.github.observability.logging.stacktrace.PackagingData;
import io.github.observability.logging.stacktrace.StackTraces;

import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

/**
 * {@link StructuredLogFormatter} that writes lines of text. It replaces Boot's pattern,
 * which neither masks nor escapes.
 */
abstract class AbstractTextLogFormatter implements StructuredLogFormatter<ILoggingEvent> {

	private final TextLineWriter writer;

	AbstractTextLogFormatter(Environment environment, boolean colored) {
		LoggingProperties properties = LoggingProperties.get(environment);
		LineCounts counts = LineCounts.PROCESS;
		Masking masking = Masking.create(environment, properties.maxLineBytes());
		LogLineReader reader = new LogLineReader(LogFormat.TEXT, JsonSettings.none(), properties, masking,
				new StackTraces(null, masking, true), counts, environment);
		this.writer = new TextLineWriter(reader, masking, properties.maxLineBytes(), counts, colored);
		PackagingData.switchOff();
	}

	@Override
	public String format(ILoggingEvent event) {
		return this.writer.write(event);
	}

}
