package io.github.observability.tracing.tail;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.tracing.ConditionalOnNoJavaAgent;
import io.github.observability.tracing.sampling.TracingReduction;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.prometheus.metrics.tracer.common.SpanContext;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for exemplars that resolve, in place
 * of Boot's.
 */
@AutoConfiguration(beforeName = { BootNames.PROMETHEUS_EXEMPLARS, BootNames.PROMETHEUS_METER_REGISTRY })
@ConditionalOnClass({ SpanContext.class, OtelTracer.class, SdkTracerProvider.class, TracingProperties.class })
@ConditionalOnMissingBean(SpanContext.class)
@ConditionalOnEnabledOpenTelemetry
@ConditionalOnNoJavaAgent
@Conditional(OnSampledExemplarsCondition.class)
@ConditionalOnFeature({ "observability.tracing.enabled", "observability.tracing.exemplars.enabled" })
@EnableConfigurationProperties(ExemplarProperties.class)
public final class ExemplarsAutoConfiguration {

	ExemplarsAutoConfiguration() {
	}

	@Bean
	SpanContext exemplarSpanContext(ExemplarProperties properties, ObjectProvider<SpanExporter> exporters,
			ObjectProvider<TailSamplingSpanProcessor> tailSamplingSpanProcessor,
			ObjectProvider<TracingReduction> reduction) {
		return new ExemplarSpanContext(() -> exporters.stream().findAny().isPresent(),
				tailSamplingSpanProcessor::getIfAvailable,
				new RateLimiter(properties.maxTracesPerMinute(), System::nanoTime),
				reduction.getIfAvailable(() -> TracingReduction.NONE));
	}

}
