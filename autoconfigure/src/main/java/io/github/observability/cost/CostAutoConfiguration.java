package io.github.observability.cost;

import java.util.Set;
import java.util.function.Supplier;

import io.github.observability.BootNames;
import io.github.observability.BusinessMeterNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.github.observability.business.BusinessMetricsAutoConfiguration;
import io.github.observability.tracing.export.SpanBatchListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.trace.data.SpanData;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the cost of telemetry.
 */
@AutoConfiguration(after = BusinessMetricsAutoConfiguration.class,
		afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnFeature("observability.cost.enabled")
@EnableConfigurationProperties(CostProperties.class)
@Import(RecordedNamesConfiguration.class)
public final class CostAutoConfiguration {

	CostAutoConfiguration() {
	}

	@Bean
	SpanVolumes deliveredSpanVolumes() {
		return new SpanVolumes();
	}

	@Bean
	CostMonitor costMonitor(MeterRegistry registry, RecordedNames names, SpanVolumes spans, CostProperties properties,
			ObjectProvider<BusinessMeterNames> business, ApplicationEventPublisher publisher) {
		Supplier<Set<String>> businessNames = () -> {
			BusinessMeterNames known = business.getIfAvailable();
			return (known != null) ? known.names() : Set.of();
		};
		return new CostMonitor(new TelemetryReader(registry, names, spans, businessNames, System::nanoTime),
				new CostReports(registry, names, properties, businessNames),
				new Budgets(properties.budget(), publisher::publishEvent), spans, registry);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SpanData.class, SpanBatchListener.class })
	static class SpanConfiguration {

		@Bean
		SpanBatches deliveredSpanBatches(SpanVolumes volumes) {
			return new SpanBatches(volumes);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(CostEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		CostEndpoint costEndpoint(CostMonitor monitor) {
			return new CostEndpoint(monitor);
		}

	}

}
