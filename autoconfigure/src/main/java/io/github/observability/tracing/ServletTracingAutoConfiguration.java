package io.github.observability.tracing;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.otel.bridge.OtelTracer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the spans of servlet requests.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ ObservationRegistry.class, OtelTracer.class, ServerRequestObservationContext.class })
@ConditionalOnNoJavaAgent
@ConditionalOnFeature("observability.tracing.enabled")
@EnableConfigurationProperties(TraceProperties.class)
public final class ServletTracingAutoConfiguration {

	ServletTracingAutoConfiguration() {
	}

	@Bean
	ServerErrorSpanStatus serverErrorSpanStatus() {
		return new ServerErrorSpanStatus();
	}

}
