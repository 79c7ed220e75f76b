package io.github.observability.context;

import java.util.ArrayList;
import java.util.List;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.opentelemetry.api.baggage.Baggage;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the context that is propagated
 * to other threads besides the current observation.
 */
@AutoConfiguration
@ConditionalOnClass(ContextRegistry.class)
@ConditionalOnFeature("observability.context.enabled")
@EnableConfigurationProperties(ContextProperties.class)
public final class ContextAutoConfiguration {

	ContextAutoConfiguration() {
	}

	@Bean
	@Lazy(false)
	ContextAccessors contextAccessors(ContextProperties properties,
			ObjectProvider<TraceContextAccessor> traceContextAccessor) {
		List<ThreadLocalAccessor<?>> accessors = new ArrayList<>();
		accessors.add(new RequestLogContextAccessor());
		if (!properties.mdcKeys().isEmpty()) {
			accessors.add(new MdcKeysAccessor(properties.mdcKeys()));
		}
		traceContextAccessor.ifAvailable(accessors::add);
		return new ContextAccessors(accessors);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationThreadLocalAccessor.class, TracingObservationHandler.class, Baggage.class })
	static class TracingConfiguration {

		@Bean
		TraceContextAccessor traceContextAccessor() {
			return new TraceContextAccessor();
		}

	}

}
