package io.github.observability.tracing;

import java.util.List;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.util.Assert;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for trace ids in responses of
 * WebFlux.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ OtelTracer.class, Mono.class, ServerRequestObservationContext.class, WebFluxConfigurer.class })
@ConditionalOnNoJavaAgent
@ConditionalOnFeature("observability.tracing.enabled")
@EnableConfigurationProperties(TraceProperties.class)
public final class ReactiveTraceIdsAutoConfiguration {

	ReactiveTraceIdsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnProperty("observability.tracing.response-header")
	ReactiveTraceIdHeaderFilter traceIdHeaderFilter(TraceProperties properties) {
		String header = properties.responseHeader();
		Assert.state(header != null, "'observability.tracing.response-header' is not set");
		return new ReactiveTraceIdHeaderFilter(header);
	}

	@Bean
	@ConditionalOnProperty("observability.tracing.problem-property")
	WebFluxConfigurer problemTraceIdConfigurer(TraceProperties properties) {
		String property = properties.problemProperty();
		Assert.state(property != null, "'observability.tracing.problem-property' is not set");
		return new WebFluxConfigurer() {

			@Override
			public void addErrorResponseInterceptors(List<ErrorResponse.Interceptor> interceptors) {
				interceptors.add(new ProblemTraceId(property));
			}

		};
	}

}
