package io.github.observability.golden;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Meters of served requests, whatever serves them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ MeterRegistry.class, MetricsProperties.class })
@ConditionalOnBean(MeterRegistry.class)
@EnableConfigurationProperties({ MetricsProperties.class, ObservationProperties.class })
final class ServedRequestMeterConfiguration {

	@Bean
	InFlightRequests inFlightRequests(ObservationProperties properties) {
		return new InFlightRequests(GoldenSignalsAutoConfiguration.serverRequests(properties) + ".active",
				GoldenMeter.SERVER_REQUESTS_ACTIVE);
	}

	@Bean
	ServedRequestMeters servedRequestMeters(MeterRegistry registry, InFlightRequests inFlightRequests,
			MetricsProperties metrics, ObservationProperties observations, GoldenSignalsProperties properties,
			RecordingFaults faults, ObjectProvider<RequestClassifier> classifier) {
		RouteLimit routes = new RouteLimit(registry, GoldenSignalsAutoConfiguration.serverRequests(observations),
				"management.metrics.web.server.max-uri-tags", metrics.getWeb().getServer().getMaxUriTags());
		return ServedRequestMeters.of(registry, inFlightRequests, routes, properties, faults,
				classifier.getIfAvailable());
	}

	@Bean
	MeterBinder recordingFaultMeters(RecordingFaults faults) {
		return (registry) -> FunctionCounter.builder(GoldenMeter.DROPPED.getName(), faults, RecordingFaults::count)
			.description(GoldenMeter.DROPPED.description())
			.register(registry);
	}

}
