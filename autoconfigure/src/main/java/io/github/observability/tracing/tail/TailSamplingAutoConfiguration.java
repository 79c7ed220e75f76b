package io.github.observability.tracing.tail;

import java.util.List;
import java.util.stream.Stream;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.tracing.ConditionalOnNoJavaAgent;
import io.github.observability.tracing.evidence.SlowTraceEvidence;
import io.github.observability.tracing.export.SpanCounter;
import io.github.observability.tracing.export.SpanErrorRule;
import io.github.observability.tracing.sampling.TracingReduction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationHandler;
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
import org.springframework.context.annotation.Import;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for tail sampling of errors and slow
 * traces. Exporting processors receive their spans from the tail sampler; all other
 * processors see every recorded span.
 */
@AutoConfiguration(beforeName = BootNames.OPENTELEMETRY_TRACING)
@ConditionalOnClass({ MeterRegistry.class, ObservationHandler.class, OtelTracer.class, SdkTracerProvider.class,
		SpanProcessors.class })
@ConditionalOnMissingBean({ SpanProcessors.class, SdkTracerProvider.class })
@ConditionalOnEnabledOpenTelemetry
@ConditionalOnNoJavaAgent
@ConditionalOnFeature({ "observability.tracing.enabled", "observability.tracing.tail-sampling.enabled" })
@EnableConfigurationProperties({ TailSamplingProperties.class, CriticalPathProperties.class,
		OpenTelemetryTracingProperties.class })
@Import({ SpanCounter.class, SpanErrorRule.class })
public final class TailSamplingAutoConfiguration {

	TailSamplingAutoConfiguration() {
	}

	@Bean
	TailSamplingSpanProcessor tailSamplingSpanProcessor(TailSamplingProperties properties,
			OpenTelemetryTracingProperties boot, SpanCounter counts, SpanErrorRule errors,
			ObjectProvider<BatchSpanProcessor> batching, ObjectProvider<SimpleSpanProcessor> simple,
			ObjectProvider<SpanExporter> exporters, ObjectProvider<SlowTraceRule> rules,
			CriticalPathProperties criticalPath, ObjectProvider<CriticalPathTimers> criticalPathTimers,
			ObjectProvider<TailSamplingListener> listeners, ObjectProvider<TracingReduction> reduction,
			ObjectProvider<SlowTraceEvidence> evidence) {
		List<SpanProcessor> exporting = Stream.<SpanProcessor>concat(batching.orderedStream(), simple.orderedStream())
			.toList();
		int maxWaiting = boot.getExport().getMaxQueueSize();
		int smallest = exporting.stream()
			.mapToInt((processor) -> BatchQueueSize.of(processor, maxWaiting))
			.min()
			.orElse(maxWaiting);
		DropReporter drops = new DropReporter(counts, properties, smallest);
		SlowRoutes slowRoutes = new SlowRoutes(properties.slowerThan(), properties.routes(), properties.slowerThanP99(),
				rules.orderedStream().toList(), properties.maxAge());
		boolean slowAtMaxAge = properties.maxAge().compareTo(slowRoutes.longest()) >= 0;
		SpanBuffer buffer = new SpanBuffer(properties, slowAtMaxAge, System::nanoTime, drops);
		List<TailSamplingListener> known = listeners.orderedStream().toList();
		TailSamplingSpanProcessor processor = new TailSamplingSpanProcessor(buffer,
				new ExportQueue(exporting, maxWaiting, drops,
						criticalPath.enabled() ? new CriticalPaths(criticalPathTimers.getIfAvailable()) : null),
				slowRoutes, counts, errors::isError, known, reduction.getIfAvailable(() -> TracingReduction.NONE),
				evidence.getIfAvailable());
		boolean awaited = !known.isEmpty() || exporters.stream().findAny().isPresent();
		// With all recorded spans exported there is nothing to decide.
		if (awaited && !boot.getExport().isIncludeUnsampled()) {
			processor.start();
		}
		return processor;
	}

	@Bean
	@ConditionalOnFeature(value = "observability.tracing.critical-path.timer", matchIfMissing = false)
	CriticalPathTimers criticalPathTimers(CriticalPathProperties properties) {
		return new CriticalPathTimers(properties.maxSteps());
	}

	@Bean
	SpanProcessors tailSamplingSpanProcessors(ObjectProvider<SpanProcessor> processors) {
		return SpanProcessors.of(processors.orderedStream()
			.filter((processor) -> !(processor instanceof BatchSpanProcessor
					|| processor instanceof SimpleSpanProcessor))
			.toList());
	}

	@Bean
	SpanNameHandler spanNameHandler(TailSamplingSpanProcessor tailSamplingSpanProcessor) {
		return new SpanNameHandler(tailSamplingSpanProcessor);
	}

	@Bean
	TailSamplingMeters tailSamplingMeters(TailSamplingSpanProcessor tailSamplingSpanProcessor) {
		return tailSamplingSpanProcessor.meters();
	}

}
