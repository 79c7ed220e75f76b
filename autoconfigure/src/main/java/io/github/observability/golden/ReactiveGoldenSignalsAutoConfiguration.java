package io.github.observability.golden;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.RecordedNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for golden signals of requests that
 * WebFlux serves. WebFlux observes them itself; this adds the errors that WebFlux does
 * not see, and records the observation.
 */
@AutoConfiguration(
		afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY, BootNames.OBSERVATION })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, Mono.class, ObservationRegistry.class, ObservationProperties.class })
@ConditionalOnSharedBean(ObservationRegistry.class)
@ConditionalOnFeature("observability.golden.enabled")
@Import({ GoldenSignalsConfigurations.FoundationConfiguration.class,
		GoldenSignalsConfigurations.ServerMeterConfiguration.class })
public final class ReactiveGoldenSignalsAutoConfiguration {

	ReactiveGoldenSignalsAutoConfiguration() {
	}

	@Bean
	ReactiveGoldenSignalsFilter reactiveGoldenSignalsFilter(GoldenSignalsProperties properties,
			ObjectProvider<HandlerMapping> mappings) {
		return new ReactiveGoldenSignalsFilter(properties, new ReactiveRoutes(() -> mappings.orderedStream().toList()));
	}

	@Bean
	static FunctionalEndpoints reactiveFunctionalEndpoints() {
		return ReactiveFunctionalEndpoints.postProcessor();
	}

	@Bean
	ReactiveHandledError.ResultHandler reactiveHandledErrorResultHandler() {
		return new ReactiveHandledError.ResultHandler();
	}

	@Bean
	ReactiveSuppressionDecorator reactiveSuppressionDecorator(GoldenSignalsProperties properties,
			Environment environment, ObjectProvider<PathMappedEndpoints> endpoints) {
		IgnoredPaths paths = IgnoredPaths.of(properties, environment, endpoints, "");
		return new ReactiveSuppressionDecorator(
				(request) -> paths.contain(request.getPath().pathWithinApplication().value(), 0));
	}

	@Bean
	ReactiveSuppressionDecorator.RequestPredicate reactiveSuppressionPredicate() {
		return new ReactiveSuppressionDecorator.RequestPredicate();
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	OutcomeOverride.Filter outcomeOverrideFilter(RecordedNames recordedNames) {
		return new OutcomeOverride.Filter(ReactiveHandledError::outcomeOverride, recordedNames::server);
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ReactiveRoutes.GatewayFilter gatewayRouteFilter(RecordedNames recordedNames) {
		return new ReactiveRoutes.GatewayFilter(recordedNames::server);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebHttpHandlerBuilderCustomizer.class)
	static class ConventionConfiguration {

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		WebHttpHandlerBuilderCustomizer guardedConventionCustomizer(
				ObjectProvider<ServerRequestObservationConvention> convention, RecordedNames recordedNames,
				RecordingFaults recordingFaults) {
			return (builder) -> convention
				.ifAvailable((present) -> builder.observationConvention(RecordingFaults.ReactiveConvention
					.guard(present, recordedNames.server().requests(), recordingFaults)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, MetricsProperties.class })
	@ConditionalOnSharedBean(MeterRegistry.class)
	static class MeterConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		RequestMeterHandler<ServerRequestObservationContext> serverRequestMeterHandler(MeterRegistry registry,
				RequestMeters serverRequestMeters) {
			return new RequestMeterHandler<>(registry, RequestAccessor.mapped(ServerRequestObservationContext.class,
					MeterConfiguration::method, MeterConfiguration::isWebSocket), serverRequestMeters);
		}

		private static @Nullable String method(ServerRequestObservationContext context) {
			ServerHttpRequest request = context.getCarrier();
			return (request != null) ? request.getMethod().name() : null;
		}

		private static boolean isWebSocket(ServerRequestObservationContext context) {
			ServerHttpRequest request = context.getCarrier();
			return request != null
					&& StreamMeters.Detector.isWebSocket(request.getHeaders().getFirst(HttpHeaders.UPGRADE));
		}

	}

}
