package io.github.observability.context;

import java.security.Principal;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.context.ContextRegistry;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the context of requests that
 * WebFlux serves. It reaches the operators of a request as Boot propagates context to
 * them, with {@code spring.reactor.context-propagation}.
 */
@AutoConfiguration(after = ContextAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, Mono.class, ContextRegistry.class })
@ConditionalOnFeature("observability.context.enabled")
@EnableConfigurationProperties(ContextProperties.class)
public final class ReactiveContextAutoConfiguration {

	ReactiveContextAutoConfiguration() {
	}

	@Bean
	RequestLogContextDecorator requestLogContextDecorator(ContextProperties properties,
			ObjectProvider<RequestIdGenerator> generator) {
		return new RequestLogContextDecorator(new RequestLogContextFactory(properties, generator.getIfAvailable()));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnFeature("observability.context.user-id.enabled")
	static class UserIdConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ReactiveUserIdResolver reactiveUserIdResolver() {
			return (exchange) -> exchange.getPrincipal().map(Principal::getName);
		}

		@Bean
		ReactiveUserIdFilter reactiveUserIdFilter(ReactiveUserIdResolver reactiveUserIdResolver) {
			return new ReactiveUserIdFilter(reactiveUserIdResolver);
		}

	}

}
