package io.github.observability.golden;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.context.ContextRegistry;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;

/**
 * {@link ManagementContextConfiguration @ManagementContextConfiguration} of a reactive
 * server that serves the actuator alone, on a port of its own: none of it is traffic.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ HttpHandlerDecoratorFactory.class, Mono.class, ContextRegistry.class })
@ConditionalOnFeature({ "observability.golden.enabled", "observability.golden.ignore-actuator" })
final class ReactiveManagementContextConfiguration {

	@Bean
	UnobservedDecorator managementUnobservedDecorator() {
		return new UnobservedDecorator((request) -> true);
	}

}
