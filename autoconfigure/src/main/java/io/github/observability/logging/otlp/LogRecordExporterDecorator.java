package io.github.observability.logging.otlp;

import io.opentelemetry.sdk.logs.export.LogRecordExporter;

/**
 * Puts an exporter of log records around another one, where log records are exported. The
 * bean of the application stays as it is.
 */
@FunctionalInterface
public interface LogRecordExporterDecorator {

	/**
	 * Decorate an exporter.
	 * @param exporter the exporter
	 * @return an exporter that delegates to it
	 */
	LogRecordExporter decorate(LogRecordExporter exporter);

}
