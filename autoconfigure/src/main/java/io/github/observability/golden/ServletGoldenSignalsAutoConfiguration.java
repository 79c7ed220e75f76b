package io.github.observability.golden;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.RecordedNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingFilterBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.RouterFunction;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for golden signals of requests that
 * a servlet container serves, with Spring MVC or without.
 */
@AutoConfiguration(beforeName = BootNames.MVC_OBSERVATION,
		afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY, BootNames.OBSERVATION })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ ServerHttpObservationFilter.class, FilterRegistrationBean.class, ObservationRegistry.class,
		ObservationProperties.class })
@ConditionalOnSharedBean(ObservationRegistry.class)
@ConditionalOnFeature("observability.golden.enabled")
@Import({ GoldenSignalsConfigurations.FoundationConfiguration.class,
		GoldenSignalsConfigurations.ServerMeterConfiguration.class })
public final class ServletGoldenSignalsAutoConfiguration {

	ServletGoldenSignalsAutoConfiguration() {
	}

	/**
	 * Replaces Boot's filter. Boot backs off only for exactly this return type; with any
	 * other type both filters are in the chain and count twice.
	 */
	@Bean
	@ConditionalOnMissingFilterBean
	FilterRegistrationBean<ServerHttpObservationFilter> goldenSignalsFilter(ObservationRegistry registry,
			ObjectProvider<ServerRequestObservationConvention> convention, RecordedNames recordedNames,
			GoldenSignalsProperties goldenSignals, IgnoredPaths ignoredPaths,
			ObjectProvider<ServletExchange.RouteFinder> rejectedRoutes, RecordingFaults recordingFaults) {
		ServletGoldenSignalsFilter filter = new ServletGoldenSignalsFilter(registry,
				ServletCachingConvention.of(convention.getIfAvailable(), recordedNames.server()), goldenSignals,
				ignoredPaths, rejectedRoutes.getIfAvailable(() -> (request) -> {
				}), recordingFaults);
		FilterRegistrationBean<ServerHttpObservationFilter> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		return registration;
	}

	@Bean
	@ConditionalOnBean(name = "goldenSignalsFilter")
	FilterRegistrationBean<ServletGoldenSignalsFilter.NestedDispatchFilter> nestedDispatchFilter() {
		FilterRegistrationBean<ServletGoldenSignalsFilter.NestedDispatchFilter> registration = new FilterRegistrationBean<>(
				new ServletGoldenSignalsFilter.NestedDispatchFilter());
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		registration.setDispatcherTypes(DispatcherType.FORWARD, DispatcherType.INCLUDE);
		return registration;
	}

	@Bean
	IgnoredPaths ignoredPaths(GoldenSignalsProperties properties, Environment environment,
			ObjectProvider<PathMappedEndpoints> endpoints) {
		String servletPath = StringUtils.trimTrailingCharacter(environment.getProperty("spring.mvc.servlet.path", ""),
				'/');
		return IgnoredPaths.of(properties, environment, endpoints, servletPath);
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	OutcomeOverride.Filter outcomeOverrideFilter(RecordedNames recordedNames) {
		return new OutcomeOverride.Filter((context) -> (context instanceof ServletRequestContext served)
				? served.state().outcomeOverride() : null, recordedNames::server);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DispatcherServlet.class, RouterFunction.class })
	static class MvcConfiguration {

		@Bean
		ServletRejectedRoutes servletRejectedRoutes(ObjectProvider<HandlerMapping> mappings) {
			return new ServletRejectedRoutes(() -> mappings.orderedStream().toList());
		}

		@Bean
		static FunctionalEndpoints servletFunctionalEndpoints() {
			return FunctionalEndpoints.Servlets.postProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, MetricsProperties.class })
	@ConditionalOnSharedBean(MeterRegistry.class)
	static class MeterConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		RequestMeterHandler<ServletRequestContext> serverRequestMeterHandler(MeterRegistry registry,
				RequestMeters serverRequestMeters) {
			return new RequestMeterHandler<>(registry, ServletRequestContext.ACCESSOR, serverRequestMeters);
		}

	}

}
