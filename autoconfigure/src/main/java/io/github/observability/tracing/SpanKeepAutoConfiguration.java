package io.github.observability.tracing;

import java.util.List;
import java.util.stream.Stream;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that keeps traces with errors and
 * slow ones although their head decision left them out. The processors that export stand
 * behind the one that keeps; all others see each span that is recorded.
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass({ MeterRegistry.class, OtelTracer.class, SdkTracerProvider.class, SpanProcessors.class })
@ConditionalOnMissingBean({ SpanProcessors.class, SdkTracerProvider.class })
@ConditionalOnEnabledOpenTelemetry
@Conditional(OnNoJavaAgentCondition.class)
@ConditionalOnFeature({ "observability.tracing.enabled", "observability.tracing.keep.enabled" })
@EnableConfigurationProperties({ KeepProperties.class, OpenTelemetryTracingProperties.class })
@Import(SpanCountsConfiguration.class)
public final class SpanKeepAutoConfiguration {

	SpanKeepAutoConfiguration() {
	}

	@Bean
	KeepingSpanProcessor keepingSpanProcessor(KeepProperties properties, OpenTelemetryTracingProperties boot,
			SpanCounts counts, ObjectProvider<BatchSpanProcessor> batching, ObjectProvider<SimpleSpanProcessor> simple,
			ObjectProvider<SpanExporter> exporters) {
		int maxWaiting = boot.getExport().getMaxQueueSize();
		DropReport drops = new DropReport(counts, properties, maxWaiting);
		SlowRoutes slowRoutes = new SlowRoutes(properties.slowerThan(), properties.routes(),
				properties.slowerThanUsual());
		boolean slowAtMaxAge = properties.maxAge().compareTo(slowRoutes.longest()) >= 0;
		SpanBuffer buffer = new SpanBuffer(properties, slowAtMaxAge, System::nanoTime, drops);
		List<SpanProcessor> exporting = Stream.<SpanProcessor>concat(batching.orderedStream(), simple.orderedStream())
			.toList();
		KeepingSpanProcessor processor = new KeepingSpanProcessor(buffer, new ExportQueue(exporting, maxWaiting, drops),
				slowRoutes, counts);
		// Whoever wants all that is recorded exported leaves nothing to choose.
		if (!boot.getExport().isIncludeUnsampled() && exporters.stream().findAny().isPresent()) {
			processor.start();
		}
		return processor;
	}

	@Bean
	SpanProcessors keepingSpanProcessors(ObjectProvider<SpanProcessor> processors) {
		return SpanProcessors.of(processors.orderedStream()
			.filter((processor) -> !(processor instanceof BatchSpanProcessor
					|| processor instanceof SimpleSpanProcessor))
			.toList());
	}

	@Bean
	MeterBinder bufferedSpansMeter(KeepingSpanProcessor processor) {
		return (registry) -> Gauge.builder(TracingMeter.BUFFERED.getName(), processor.buffer(), SpanBuffer::size)
			.description(TracingMeter.BUFFERED.description())
			.register(registry);
	}

}
