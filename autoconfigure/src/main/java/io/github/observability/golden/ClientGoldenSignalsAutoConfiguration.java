package io.github.observability.golden;

import java.util.List;
import java.util.Set;

import io.github.observability.BootNames;
import io.github.observability.CanceledCalls;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.RecordedNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for golden signals of requests that
 * Spring's clients send.
 */
@AutoConfiguration(
		afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY, BootNames.OBSERVATION })
@ConditionalOnClass({ ClientRequestObservationContext.class, ObservationRegistry.class, ObservationProperties.class })
@ConditionalOnSharedBean(ObservationRegistry.class)
@ConditionalOnFeature("observability.golden.enabled")
@Import(GoldenSignalsConfigurations.FoundationConfiguration.class)
public final class ClientGoldenSignalsAutoConfiguration {

	ClientGoldenSignalsAutoConfiguration() {
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ClientRouteFilter clientRouteFilter(RecordedNames recordedNames) {
		return new ClientRouteFilter(ClientRequestObservationContext.class, recordedNames::client);
	}

	@Bean
	CanceledCalls canceledCalls(Environment environment) {
		return new CanceledCalls(environment);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, MetricsProperties.class })
	@ConditionalOnSharedBean(MeterRegistry.class)
	@EnableConfigurationProperties(MetricsProperties.class)
	static class MeterConfiguration {

		@Bean
		InFlightRequests clientRequestsInFlight(RecordedNames recordedNames) {
			return new InFlightRequests(recordedNames::client, GoldenMeter.CLIENT_REQUESTS_ACTIVE);
		}

		@Bean
		RequestMeters clientRequestMeters(MeterRegistry registry, InFlightRequests clientRequestsInFlight,
				MetricsProperties metrics, RecordedNames recordedNames, RecordingFaults recordingFaults) {
			RouteLimit routes = new RouteLimit(registry, List.of(recordedNames.client(), recordedNames.webClient()),
					"management.metrics.web.client.max-uri-tags", metrics.getWeb().getClient().getMaxUriTags());
			return RequestMeters.client(clientRequestsInFlight,
					new LatencyTimers(registry, routes, Set.of(), GoldenMeter.CLIENT_REQUESTS, null), recordingFaults);
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		RequestMeterHandler<ClientRequestObservationContext> clientRequestMeterHandler(MeterRegistry registry,
				RequestMeters clientRequestMeters) {
			return new RequestMeterHandler<>(registry, RequestAccessor.mapped(ClientRequestObservationContext.class,
					MeterConfiguration::method, (context) -> false), clientRequestMeters);
		}

		private static @Nullable String method(ClientRequestObservationContext context) {
			ClientHttpRequest request = context.getCarrier();
			return (request != null) ? request.getMethod().name() : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClient.class)
	static class WebClientConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ClientRouteFilter webClientRouteFilter(RecordedNames recordedNames) {
			return new ClientRouteFilter(
					org.springframework.web.reactive.function.client.ClientRequestObservationContext.class,
					recordedNames::webClient);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebClient.class, Mono.class })
	static class WebClientTimeoutConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ClientTimeoutFilter clientTimeoutFilter(RecordedNames recordedNames) {
			return new ClientTimeoutFilter(recordedNames::webClient);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebClient.class, MeterRegistry.class, MetricsProperties.class })
	@ConditionalOnSharedBean(MeterRegistry.class)
	static class WebClientMeterConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		RequestMeterHandler<org.springframework.web.reactive.function.client.ClientRequestObservationContext> webClientRequestMeterHandler(
				MeterRegistry registry, RequestMeters clientRequestMeters) {
			return new RequestMeterHandler<>(registry,
					RequestAccessor.mapped(
							org.springframework.web.reactive.function.client.ClientRequestObservationContext.class,
							WebClientMeterConfiguration::method, (context) -> false),
					clientRequestMeters);
		}

		private static @Nullable String method(
				org.springframework.web.reactive.function.client.ClientRequestObservationContext context) {
			ClientRequest request = context.getRequest();
			return (request != null) ? request.method().name() : null;
		}

	}

}
