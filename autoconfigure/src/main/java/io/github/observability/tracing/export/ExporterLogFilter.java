package io.github.observability.tracing.export;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/**
 * {@link Filter} that suppresses the lines of OpenTelemetry's exporters about each failed
 * export, because {@link GuardedSpanExporter} logs the failure once. Lines of the same
 * loggers about metrics and log records pass. At debug level everything passes.
 */
final class ExporterLogFilter implements Filter, AutoCloseable {

	/** The loggers of the OTLP exporters, over HTTP and gRPC, and of the Zipkin one. */
	private static final List<String> LOGGERS = List.of("io.opentelemetry.exporter.internal.http.HttpExporter",
			"io.opentelemetry.exporter.internal.grpc.GrpcExporter",
			"io.opentelemetry.exporter.zipkin.ZipkinSpanExporter");

	/** The line that throttled lines end with, whatever they are about. */
	private static final String THROTTLED = "Too many log messages detected";

	private final Logger logger;

	private final @Nullable Filter before;

	private volatile boolean closed;

	private ExporterLogFilter(Logger logger) {
		this.logger = logger;
		synchronized (LOGGERS) {
			this.before = logger.getFilter();
			logger.setFilter(this);
		}
	}

	/**
	 * Install filters.
	 * @return the filters, whose {@code close} removes them; they hold the loggers, which
	 * would otherwise be garbage collected
	 */
	static List<ExporterLogFilter> install() {
		return LOGGERS.stream().map(Logger::getLogger).map(ExporterLogFilter::new).toList();
	}

	@Override
	public boolean isLoggable(LogRecord record) {
		if (!this.closed && record.getLevel().intValue() > Level.FINE.intValue() && isAboutSpans(record)
				&& !this.logger.isLoggable(Level.FINE)) {
			return false;
		}
		return this.before == null || this.before.isLoggable(record);
	}

	private static boolean isAboutSpans(LogRecord record) {
		String message = record.getMessage();
		return message != null && (message.startsWith("Failed to export spans") || message.startsWith(THROTTLED));
	}

	/**
	 * Remove the filter. Below that of another application of the JVM it stays until that
	 * one is closed, too, but lets everything pass.
	 */
	@Override
	public void close() {
		this.closed = true;
		synchronized (LOGGERS) {
			while (this.logger.getFilter() instanceof ExporterLogFilter filter && filter.closed) {
				this.logger.setFilter(filter.before);
			}
		}
	}

}
