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
 * server that serves only the actuator, on its own port: all of its requests are ignored.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ HttpHandlerDecoratorFactory.class, Mono.class, ContextRegistry.class })
@ConditionalOnFeature({ "observability.golden.enabled", "observability.golden.ignore-actuator" })
final class ReactiveManagementContextConfiguration {

	@Bean
	ReactiveSuppressionDecorator managementSuppressionDecorator() {
		return new ReactiveSuppressionDecorator((request) -> true);
	}

}
