package io.github.observability.tracing;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what OpenTelemetry's exporters say about each failed export out of the log, as
 * {@link GuardedSpanExporter} says it once. Exports of metrics and log records, which the
 * same loggers tell of, are none of its business. With the logger at debug level all of
 * it is there.
 */
final class ExportNoise implements Filter, AutoCloseable {

	/** The loggers of the OTLP exporters, over HTTP and gRPC, and of the Zipkin one. */
	private static final List<String> LOGGERS = List.of("io.opentelemetry.exporter.internal.http.HttpExporter",
			"io.opentelemetry.exporter.internal.grpc.GrpcExporter",
			"io.opentelemetry.exporter.zipkin.ZipkinSpanExporter");

	/** What is said when too much was, of whatever. */
	private static final String THROTTLED = "Too many log messages detected";

	private final Logger logger;

	private final @Nullable Filter before;

	private ExportNoise(Logger logger) {
		this.logger = logger;
		this.before = logger.getFilter();
		logger.setFilter(this);
	}

	/**
	 * Begin to keep it out.
	 * @return what ends it; as long as it is held, the loggers are too
	 */
	static List<ExportNoise> keepOut() {
		return LOGGERS.stream().map(Logger::getLogger).map(ExportNoise::new).toList();
	}

	@Override
	public boolean isLoggable(LogRecord record) {
		if (record.getLevel().intValue() > Level.FINE.intValue() && isAboutSpans(record)
				&& !this.logger.isLoggable(Level.FINE)) {
			return false;
		}
		return this.before == null || this.before.isLoggable(record);
	}

	private static boolean isAboutSpans(LogRecord record) {
		String message = record.getMessage();
		return message != null && (message.startsWith("Failed to export spans") || message.startsWith(THROTTLED));
	}

	@Override
	public void close() {
		if (this.logger.getFilter() == this) {
			this.logger.setFilter(this.before);
		}
	}

}
