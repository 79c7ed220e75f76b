package io.github.observability.business;

import java.util.Map;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link BusinessMetrics}.
 */
@AutoConfiguration(afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSharedBean(MeterRegistry.class)
@ConditionalOnFeature("observability.business.enabled")
@EnableConfigurationProperties(BusinessProperties.class)
public final class BusinessMetricsAutoConfiguration {

	BusinessMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(BusinessMetrics.class)
	DefaultBusinessMetrics businessMetrics(MeterRegistry registry, BusinessProperties properties,
			MeterCatalog businessMeterCatalog, EventRecorder businessEventRecorder) {
		return new DefaultBusinessMetrics(registry, properties, businessMeterCatalog, businessEventRecorder);
	}

	@Bean
	MeterCatalog businessMeterCatalog(MeterRegistry registry, BusinessProperties properties,
			RejectionLog businessRejectionLog) {
		return new MeterCatalog(registry, properties, businessRejectionLog);
	}

	@Bean
	RejectionLog businessRejectionLog(MeterRegistry registry) {
		return new RejectionLog(registry);
	}

	@Bean
	EventRecorder businessEventRecorder(MeterRegistry registry, BusinessProperties properties,
			ObjectProvider<CommitBoundary> businessCommitBoundary, ObjectProvider<EventSpan> businessEventSpan,
			RejectionLog businessRejectionLog) {
		return new EventRecorder(registry, properties, businessCommitBoundary.getIfAvailable(),
				businessEventSpan.getIfAvailable(() -> EventSpan.NONE), businessRejectionLog);
	}

	@Bean
	OutlierMonitor businessOutlierMonitor(MeterRegistry registry, BusinessProperties properties,
			MeterCatalog businessMeterCatalog) {
		return new OutlierMonitor(registry, properties, businessMeterCatalog);
	}

	@Bean
	static AnnotatedEventPostProcessor businessEventPostProcessor(ObjectProvider<BusinessMetrics> metrics,
			ObjectProvider<RejectionLog> businessRejectionLog) {
		return new AnnotatedEventPostProcessor(metrics, businessRejectionLog);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TransactionSynchronizationManager.class)
	static class TransactionConfiguration {

		@Bean
		@ConditionalOnMissingBean
		CommitBoundary businessCommitBoundary(BusinessProperties properties, RejectionLog businessRejectionLog) {
			return new TransactionCommitBoundary(properties.maxPending(), businessRejectionLog);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Tracer.class)
	@ConditionalOnFeature("observability.business.span-attributes")
	static class SpanConfiguration {

		@Bean
		EventSpan businessEventSpan(ObjectProvider<Tracer> tracer) {
			return new EventSpan.OfTracer(tracer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(BusinessEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		BusinessEndpoint businessEndpoint(MeterRegistry registry, MeterCatalog businessMeterCatalog,
				ObjectProvider<DefaultBusinessMetrics> businessMetrics, OutlierMonitor businessOutlierMonitor) {
			DefaultBusinessMetrics ours = businessMetrics.getIfAvailable();
			return new BusinessEndpoint(registry, businessMeterCatalog, (ours != null) ? ours.funnels() : Map.of(),
					businessOutlierMonitor);
		}

	}

}
