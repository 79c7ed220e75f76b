package io.github.observability.golden;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for golden signals of requests that
 * WebFlux serves. WebFlux observes them itself; that observation is told of errors that
 * it does not see, and recorded.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration",
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, Mono.class, ObservationRegistry.class, ObservationProperties.class })
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnFeature("observability.golden.enabled")
@EnableConfigurationProperties(ObservationProperties.class)
@Import({ GoldenSignalsFoundation.class, ServedRequestMeterConfiguration.class })
public final class ReactiveGoldenSignalsAutoConfiguration {

	ReactiveGoldenSignalsAutoConfiguration() {
	}

	@Bean
	HandledErrorFilter handledErrorFilter(ExpectedExceptions expectedExceptions, StreamContentTypes streamTypes,
			ObjectProvider<HandlerMapping> mappings) {
		return new HandledErrorFilter(expectedExceptions, streamTypes,
				new ReactiveUnservedRoutes(() -> mappings.orderedStream().toList()));
	}

	@Bean
	HandledErrorResultHandler handledErrorResultHandler() {
		return new HandledErrorResultHandler();
	}

	@Bean
	UnobservedDecorator unobservedDecorator(GoldenSignalsProperties properties, Environment environment,
			ObjectProvider<PathMappedEndpoints> endpoints) {
		IgnoredPaths paths = ActuatorPaths.ignored(properties, environment, endpoints, "");
		return new UnobservedDecorator(
				(request) -> paths.contain(request.getPath().pathWithinApplication().value(), 0));
	}

	@Bean
	UnobservedDecorator.RequestPredicate unobservedRequestPredicate() {
		return new UnobservedDecorator.RequestPredicate();
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ReactiveUnusualEndFilter unusualEndFilter() {
		return new ReactiveUnusualEndFilter();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, MetricsProperties.class })
	@ConditionalOnBean(MeterRegistry.class)
	static class MeterConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ReactiveServerRequestMeterHandler serverRequestMeterHandler(MeterRegistry registry,
				ServedRequestMeters meters) {
			return new ReactiveServerRequestMeterHandler(registry, meters);
		}

	}

}
