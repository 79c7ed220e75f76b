package io.github.observability.logging.otlp;

import java.util.Arrays;
import java.util.Iterator;

import io.github.observability.BootNames;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingProperties;

/**
 * Decorates the exporters of log records. Where Boot's processor is the only one, it is
 * built with decorated exporters, so that the beans stay as they are and can be injected
 * by their class. What the application builds itself takes the beans, so they are
 * replaced: a secret must not leave because of a processor of the application's own.
 */
final class LogRecordExporterPostProcessor implements InstantiationAwareBeanPostProcessor {

	private final ListableBeanFactory beans;

	LogRecordExporterPostProcessor(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public @Nullable Object postProcessBeforeInstantiation(Class<?> beanClass, String beanName) {
		return (beanName.equals(BootNames.LOG_RECORD_PROCESSOR_BEAN) && isBootsAlone()) ? processor() : null;
	}

	/** As Boot builds it. The logger provider shuts it down. */
	private LogRecordProcessor processor() {
		OpenTelemetryLoggingProperties.Export export = this.beans.getBean(OpenTelemetryLoggingProperties.class)
			.getExport();
		return BatchLogRecordProcessor
			.builder(LogRecordExporter.composite(
					this.beans.getBeanProvider(LogRecordExporter.class).orderedStream().map(this::decorated).toList()))
			.setExporterTimeout(export.getTimeout())
			.setMaxQueueSize(export.getMaxQueueSize())
			.setScheduleDelay(export.getScheduleDelay())
			.setMaxExportBatchSize(export.getMaxBatchSize())
			.build();
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof LogRecordExporter exporter && !isBootsAlone()) ? decorated(exporter) : bean;
	}

	private LogRecordExporter decorated(LogRecordExporter exporter) {
		LogRecordExporter decorated = exporter;
		Iterator<LogRecordExporterDecorator> decorators = this.beans.getBeanProvider(LogRecordExporterDecorator.class)
			.orderedStream()
			.iterator();
		while (decorators.hasNext()) {
			decorated = decorators.next().decorate(decorated);
		}
		return decorated;
	}

	private boolean isBootsAlone() {
		return this.beans.containsBean(BootNames.LOGGER_PROVIDER_BEAN)
				&& Arrays.equals(this.beans.getBeanNamesForType(LogRecordProcessor.class, true, false),
						new String[] { BootNames.LOG_RECORD_PROCESSOR_BEAN });
	}

}
