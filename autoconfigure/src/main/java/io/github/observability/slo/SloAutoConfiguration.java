package io.github.observability.slo;

import java.util.stream.Stream;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.FailureTable;
import io.github.observability.PrometheusNames;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.github.observability.golden.ReactiveGoldenSignalsAutoConfiguration;
import io.github.observability.golden.ServletGoldenSignalsAutoConfiguration;
import io.github.observability.golden.StreamMeters;
import io.github.observability.slo.cause.BadEventHistory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for service level objectives.
 */
@AutoConfiguration(
		after = { ServletGoldenSignalsAutoConfiguration.class, ReactiveGoldenSignalsAutoConfiguration.class },
		afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY, BootNames.OBSERVATION })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSharedBean(MeterRegistry.class)
@ConditionalOnFeature("observability.slo.enabled")
@Import(RecordedNamesConfiguration.class)
@EnableConfigurationProperties(SloProperties.class)
public final class SloAutoConfiguration {

	SloAutoConfiguration() {
	}

	@Bean
	SloEvents sloEvents(SloProperties properties, Environment environment, RecordedNames recordedNames) {
		return new SloEvents(properties.slos(), FailureTable.of(environment, recordedNames), recordedNames::server);
	}

	@Bean
	SloEffects sloEffects(SloEvents sloEvents) {
		return new SloEffects(sloEvents);
	}

	@Bean
	SloAppearance sloAppearance(SloEvents sloEvents, SloProperties properties,
			ObjectProvider<MappedRoutes<?>> mappedRoutes) {
		return new SloAppearance(sloEvents, properties.strict(), properties.unseenAfter(),
				mappedRoutes.getIfAvailable());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	static class ObservationConfiguration {

		@Bean
		SloObservationHandler sloObservationHandler(SloEvents sloEvents,
				ObjectProvider<ServedRequestHandler.Streams> servedStreams) {
			return new SloObservationHandler(sloEvents,
					servedStreams.getIfAvailable(() -> ServedRequestHandler.Streams.NONE));
		}

		@Bean
		@ConditionalOnMissingBean(name = "serverRequestMeters")
		ServedRequestHandler servedRequestSloHandler(SloEvents sloEvents, RecordedNames recordedNames,
				ObjectProvider<ServedRequestHandler.Streams> servedStreams) {
			return new ServedRequestHandler(sloEvents, recordedNames::server,
					servedStreams.getIfAvailable(() -> ServedRequestHandler.Streams.NONE));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static class ServletConfiguration {

		@Bean
		ServedRequestHandler.Streams servedStreams(Environment environment, RecordedNames recordedNames) {
			StreamMeters.Detector detector = StreamMeters.Detector.of(environment, recordedNames::server);
			return (context) -> {
				if (!(context instanceof org.springframework.http.server.observation.ServerRequestObservationContext request)) {
					return false;
				}
				HttpServletResponse response = request.getResponse();
				return detector.isStream(context, (response != null) ? response.getContentType() : null);
			};
		}

		@Bean
		MappedRoutes<org.springframework.web.servlet.mvc.method.RequestMappingInfo> mappedRoutes(
				ObjectProvider<org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping> mappings,
				ObjectProvider<org.springframework.web.servlet.function.RouterFunction<?>> functions,
				ObjectProvider<AbstractUrlHandlerMapping> urls, ObjectProvider<ServletContext> servlets) {
			return new MappedRoutes<>(
					() -> mappings.stream().flatMap((mapping) -> mapping.getHandlerMethods().keySet().stream()),
					org.springframework.web.servlet.mvc.method.RequestMappingInfo::getPatternValues,
					(info) -> info.getMethodsCondition().getMethods(), () -> urlPatterns(urls, servlets),
					() -> functions.stream().findAny().isEmpty());
		}

		/**
		 * The route of a plain servlet is its mapping, unless that is the default one.
		 */
		private static Stream<String> urlPatterns(ObjectProvider<AbstractUrlHandlerMapping> urls,
				ObjectProvider<ServletContext> servlets) {
			return Stream.concat(urls.stream().flatMap((mapping) -> mapping.getHandlerMap().keySet().stream()),
					servlets.stream()
						.flatMap((context) -> context.getServletRegistrations().values().stream())
						.filter((servlet) -> !DispatcherServlet.class.getName().equals(servlet.getClassName()))
						.flatMap((servlet) -> servlet.getMappings().stream())
						.filter((pattern) -> !pattern.equals("/")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	static class ReactiveConfiguration {

		@Bean
		ServedRequestHandler.Streams servedStreams(Environment environment, RecordedNames recordedNames) {
			StreamMeters.Detector detector = StreamMeters.Detector.of(environment, recordedNames::server);
			return (context) -> {
				if (!(context instanceof org.springframework.http.server.reactive.observation.ServerRequestObservationContext request)) {
					return false;
				}
				ServerHttpRequest sent = request.getCarrier();
				ServerHttpResponse response = request.getResponse();
				return (sent != null
						&& StreamMeters.Detector.isWebSocket(sent.getHeaders().getFirst(HttpHeaders.UPGRADE)))
						|| detector.isStream(context,
								(response != null) ? response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE) : null);
			};
		}

		@Bean
		MappedRoutes<org.springframework.web.reactive.result.method.RequestMappingInfo> mappedRoutes(
				ObjectProvider<org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping> mappings,
				ObjectProvider<org.springframework.web.reactive.function.server.RouterFunction<?>> functions) {
			return new MappedRoutes<>(
					() -> mappings.stream().flatMap((mapping) -> mapping.getHandlerMethods().keySet().stream()),
					(info) -> info.getPatternsCondition()
						.getPatterns()
						.stream()
						.map(PathPattern::getPatternString)
						.toList(),
					(info) -> info.getMethodsCondition().getMethods(), Stream::empty,
					() -> functions.stream().findAny().isEmpty());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(SloEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		SloEndpoint sloEndpoint(SloEvents sloEvents, SloAppearance sloAppearance, SloProperties properties,
				Environment environment, RecordedNames recordedNames, MeterRegistry registry,
				ObjectProvider<BadEventHistory> history) {
			return new SloEndpoint(sloEvents, sloAppearance,
					SloRendering.of(properties, environment, recordedNames.server(), PrometheusNames.of(registry)),
					history.getIfAvailable());
		}

	}

}
