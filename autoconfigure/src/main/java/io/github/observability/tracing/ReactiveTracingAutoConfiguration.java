package io.github.observability.tracing;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the spans of WebFlux requests.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ ObservationRegistry.class, OtelTracer.class, ServerRequestObservationContext.class, Mono.class })
@ConditionalOnNoJavaAgent
@ConditionalOnFeature("observability.tracing.enabled")
@EnableConfigurationProperties(TraceProperties.class)
public final class ReactiveTracingAutoConfiguration {

	ReactiveTracingAutoConfiguration() {
	}

	@Bean
	ReactiveServerErrorSpanStatus serverErrorSpanStatus() {
		return new ReactiveServerErrorSpanStatus();
	}

}
