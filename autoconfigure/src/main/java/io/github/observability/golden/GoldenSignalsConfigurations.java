package io.github.observability.golden;

import java.util.List;

import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.FailureTable;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.micrometer.context.ContextRegistry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Configurations that several auto-configurations of golden signals import.
 */
final class GoldenSignalsConfigurations {

	private GoldenSignalsConfigurations() {
	}

	/**
	 * What everything that observes requests shares, with or without meters.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(RecordedNamesConfiguration.class)
	@EnableConfigurationProperties(GoldenSignalsProperties.class)
	static class FoundationConfiguration {

		@Bean
		FailureTable failureTable(Environment environment, RecordedNames recordedNames) {
			return FailureTable.of(environment, recordedNames);
		}

		@Bean
		RecordingFaults recordingFaults() {
			return new RecordingFaults();
		}

		@Bean
		RecordingFaults.Guard recordingFaultGuard(ObjectProvider<ObservationRegistry> registries,
				RecordingFaults recordingFaults) {
			return new RecordingFaults.Guard(registries, recordingFaults);
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(ContextRegistry.class)
		static class SuppressionConfiguration {

			@Bean
			ObservationPredicate requestSuppressionPredicate() {
				RequestSuppression.register();
				return new RequestSuppression();
			}

		}

	}

	/**
	 * Meters of requests served, whatever serves them.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, MetricsProperties.class })
	@ConditionalOnSharedBean(MeterRegistry.class)
	@EnableConfigurationProperties(MetricsProperties.class)
	static class ServerMeterConfiguration {

		@Bean
		InFlightRequests serverRequestsInFlight(RecordedNames recordedNames) {
			return new InFlightRequests(recordedNames::server, GoldenMeter.SERVER_REQUESTS_ACTIVE);
		}

		@Bean
		RequestMeters serverRequestMeters(MeterRegistry registry, InFlightRequests serverRequestsInFlight,
				MetricsProperties metrics, RecordedNames recordedNames, GoldenSignalsProperties properties,
				RecordingFaults recordingFaults, ObjectProvider<RequestClassifier> classifier,
				ObjectProvider<LatencyTimers.Sketches> latencySketches) {
			RouteLimit routes = new RouteLimit(registry, List.of(recordedNames.server()),
					"management.metrics.web.server.max-uri-tags", metrics.getWeb().getServer().getMaxUriTags());
			return RequestMeters.server(registry, serverRequestsInFlight, routes, properties, recordingFaults,
					classifier.getIfAvailable(), latencySketches.getIfAvailable());
		}

		@Bean
		MeterBinder recordingFaultMeters(RecordingFaults recordingFaults) {
			return (registry) -> FunctionCounter
				.builder(GoldenMeter.DROPPED.getName(), recordingFaults, RecordingFaults::count)
				.description(GoldenMeter.DROPPED.description())
				.register(registry);
		}

	}

}
