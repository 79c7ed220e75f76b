package io.github.observability.logging;

import java.util.function.Consumer;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.StackTracePrinter;
import org.springframework.core.env.Environment;

/**
 * Reads the fields of a line into reused room and fits them into its limit.
 */
final class LineReader {

	/** What the fields do not take: braces, the end of the line, the flag of a cut. */
	private static final int RESERVE = 64;

	private final LogEventFields eventFields;

	private final FieldRegistry registry;

	private final int limit;

	private final LineCounts counts;

	// A line that logs while it is read, as a toString() may, gets fields of its own.
	private final Reused<LogFields> reused = new Reused<>(LogFields::new);

	private LineReader(LogEventFields eventFields, FieldRegistry registry, int limit, LineCounts counts) {
		this.eventFields = eventFields;
		this.registry = registry;
		this.limit = limit - RESERVE;
		this.counts = counts;
	}

	static LineReader create(LogFormat format, JsonSettings settings, LoggingProperties properties,
			@Nullable StackTracePrinter stackTracePrinter, Masking masking, LineCounts counts,
			Environment environment) {
		FieldRegistry registry = new FieldRegistry(format, settings, masking);
		LogEventFields eventFields = new LogEventFields(format, registry, settings, masking,
				new StackTraces(stackTracePrinter, masking, format == LogFormat.TEXT), counts, environment);
		return new LineReader(eventFields, registry, properties.maxLineBytes(), counts);
	}

	FieldRegistry registry() {
		return this.registry;
	}

	void read(ILoggingEvent event, Consumer<LogFields> line) {
		LogFields fields = this.reused.take();
		try {
			this.registry.update();
			this.eventFields.read(event, fields);
			fields.fit(this.limit, this.registry.of(LogField.TRUNCATED));
			if (fields.isTruncated()) {
				this.counts.truncated();
			}
			line.accept(fields);
		}
		finally {
			fields.clear();
			this.reused.giveBack(fields);
		}
	}

}
