package io.github.observability.tracing.export;

import java.util.List;
import java.util.function.UnaryOperator;

import io.github.observability.ConditionalOnFeature;
import io.github.observability.tracing.ConditionalOnNoJavaAgent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
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
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a guarded export of spans:
 * outages logged once, spans counted, URL queries removed, shutdown bounded.
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass({ MeterRegistry.class, OtelTracer.class, SdkTracerProvider.class, SpanExporters.class })
@ConditionalOnMissingBean(SpanExporters.class)
@ConditionalOnEnabledOpenTelemetry
@ConditionalOnNoJavaAgent
@ConditionalOnFeature({ "observability.tracing.enabled", "observability.tracing.export.enabled" })
@EnableConfigurationProperties({ SpanExportProperties.class, SpanAttributeProperties.class })
@Import(SpanCounter.class)
public final class SpanExportAutoConfiguration {

	SpanExportAutoConfiguration() {
	}

	@Bean
	SpanExporters guardedSpanExporters(ObjectProvider<SpanExporter> exporters, SpanCounter counts,
			SpanAttributeProperties attributes) {
		UnaryOperator<SpanData> redactor = redactor(attributes.convention());
		return SpanExporters.of(exporters.orderedStream()
			.map((exporter) -> (SpanExporter) new GuardedSpanExporter(exporter, redactor, counts, System::nanoTime))
			.toList());
	}

	private static UnaryOperator<SpanData> redactor(AttributeConvention convention) {
		UrlQueryRedactor queries = new UrlQueryRedactor();
		if (convention == AttributeConvention.SPRING) {
			return queries;
		}
		OtelHttpAttributes names = new OtelHttpAttributes();
		return (data) -> names.apply(queries.apply(data));
	}

	@Bean
	@Lazy(false)
	SpanExportLifecycle spanExportLifecycle(SpanExporters exporters, ObjectProvider<SdkTracerProvider> tracerProvider,
			SpanExportProperties properties) {
		List<GuardedSpanExporter> guarded = exporters.list()
			.stream()
			.filter(GuardedSpanExporter.class::isInstance)
			.map(GuardedSpanExporter.class::cast)
			.toList();
		return new SpanExportLifecycle(() -> flush(tracerProvider.getIfAvailable()), guarded, properties.stopTimeout());
	}

	private static CompletableResultCode flush(@Nullable SdkTracerProvider provider) {
		return (provider != null) ? provider.forceFlush() : CompletableResultCode.ofSuccess();
	}

}
