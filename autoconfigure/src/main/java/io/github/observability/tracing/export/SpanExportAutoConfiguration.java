package io.github.observability.tracing.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.HttpNames;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.github.observability.SemanticConvention;
import io.github.observability.tracing.ConditionalOnNoJavaAgent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a guarded export of spans:
 * outages logged once, spans counted, URL queries removed, shutdown bounded.
 */
@AutoConfiguration(beforeName = BootNames.OPENTELEMETRY_TRACING)
@ConditionalOnClass({ MeterRegistry.class, OtelTracer.class, SdkTracerProvider.class, SpanExporters.class })
@ConditionalOnMissingBean(SpanExporters.class)
@ConditionalOnEnabledOpenTelemetry
@ConditionalOnNoJavaAgent
@ConditionalOnFeature({ "observability.tracing.enabled", "observability.tracing.export.enabled" })
@EnableConfigurationProperties({ SpanExportProperties.class, SpanAttributeProperties.class, SpanErrorProperties.class })
@Import({ SpanCounter.class, SpanErrorRule.class, RecordedNamesConfiguration.class })
public final class SpanExportAutoConfiguration {

	SpanExportAutoConfiguration() {
	}

	@Bean
	SpanExporters guardedSpanExporters(ObjectProvider<SpanExporter> exporters, SpanCounter counts,
			SpanAttributeProperties attributes, SpanErrorProperties errors, SpanErrorRule rule,
			RecordedNames recordedNames, ObjectProvider<ExceptionLogger> exceptionLogger,
			ObjectProvider<ExportedSpanListener> listeners, ObjectProvider<SpanBatchListener> batchListeners) {
		UnaryOperator<SpanData> redactor = redactor(attributes.convention(), recordedNames);
		ExceptionLogger logs = exceptionLogger.getIfAvailable();
		Logger logger = (logs != null) ? logs.logger() : null;
		if (logger == null && errors.exceptions() != ExceptionSignal.SPAN_EVENTS) {
			LogFactory.getLog(SpanExportAutoConfiguration.class)
				.warn("Exceptions stay span events, because 'observability.tracing.errors.exceptions' asks for log "
						+ "records but no log exporter of OpenTelemetry is there");
		}
		List<SpanBatchListener> known = batchListeners.orderedStream().toList();
		Consumer<Collection<SpanData>> delivered = (batch) -> known.forEach((listener) -> listener.delivered(batch));
		List<SpanExporter> guarded = new ArrayList<>();
		for (SpanExporter exporter : exporters.orderedStream().toList()) {
			// Only one of several exporters emits the records.
			UnaryOperator<SpanData> exceptions = (logger == null || guarded.isEmpty())
					? exceptions(errors.exceptions(), logger)
					: new ExceptionLogRecords(null, errors.exceptions() != ExceptionSignal.LOG_RECORDS);
			UnaryOperator<SpanData> exported = (data) -> exceptions.apply(redactor.apply(data));
			UnaryOperator<SpanData> listened = guarded.isEmpty() ? listened(exported, listeners) : exported;
			guarded.add(new GuardedSpanExporter(exporter, (data) -> listened.apply(rule.apply(data)), delivered, counts,
					System::nanoTime));
		}
		return SpanExporters.of(guarded);
	}

	/**
	 * Listeners are resolved with the first span, as they need beans that need tracing.
	 */
	private static UnaryOperator<SpanData> listened(UnaryOperator<SpanData> exported,
			ObjectProvider<ExportedSpanListener> listeners) {
		SingletonSupplier<List<ExportedSpanListener>> known = SingletonSupplier
			.of(() -> listeners.orderedStream().toList());
		return (span) -> {
			known.obtain().forEach((listener) -> listener.exported(span));
			return exported.apply(span);
		};
	}

	static UnaryOperator<SpanData> exceptions(ExceptionSignal signal, @Nullable Logger logger) {
		return (logger == null || signal == ExceptionSignal.SPAN_EVENTS) ? UnaryOperator.identity()
				: new ExceptionLogRecords(logger, signal == ExceptionSignal.BOTH);
	}

	/**
	 * Names are read when the first span is exported, once all beans exist.
	 */
	private static UnaryOperator<SpanData> redactor(AttributeConvention convention, RecordedNames names) {
		UrlQueryRedactor queries = new UrlQueryRedactor();
		OtelHttpAttributes attributes = new OtelHttpAttributes();
		return (data) -> {
			SpanData redacted = queries.apply(data);
			return (convention == AttributeConvention.OTEL || isOpenTelemetrys(names, data))
					? attributes.apply(redacted) : redacted;
		};
	}

	private static boolean isOpenTelemetrys(RecordedNames names, SpanData data) {
		HttpNames recorded = (data.getKind() == SpanKind.SERVER) ? names.server() : names.client();
		return recorded.convention() == SemanticConvention.OPENTELEMETRY;
	}

	@Bean
	@Lazy(false)
	SpanExportLifecycle spanExportLifecycle(SpanExporters guardedSpanExporters,
			ObjectProvider<SdkTracerProvider> tracerProvider, SpanExportProperties properties) {
		List<GuardedSpanExporter> guarded = guardedSpanExporters.list()
			.stream()
			.filter(GuardedSpanExporter.class::isInstance)
			.map(GuardedSpanExporter.class::cast)
			.toList();
		return new SpanExportLifecycle(() -> flush(tracerProvider.getIfAvailable()), guarded, properties.stopTimeout());
	}

	private static CompletableResultCode flush(@Nullable SdkTracerProvider provider) {
		return (provider != null) ? provider.forceFlush() : CompletableResultCode.ofSuccess();
	}

	/**
	 * Where log records are exported. Without an exporter they would get lost.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SdkLoggerProvider.class, LogRecordExporter.class })
	static class LogRecordConfiguration {

		@Bean
		ExceptionLogger exceptionLogger(ObjectProvider<SdkLoggerProvider> provider,
				ObjectProvider<LogRecordExporter> exporters) {
			SdkLoggerProvider available = exporters.stream().findAny().isPresent() ? provider.getIfAvailable() : null;
			return new ExceptionLogger((available != null) ? available.get("io.github.observability") : null);
		}

	}

	/**
	 * Emits exceptions as log records.
	 *
	 * @param logger the logger, {@code null} if log records are not exported
	 */
	record ExceptionLogger(@Nullable Logger logger) {

	}

}
