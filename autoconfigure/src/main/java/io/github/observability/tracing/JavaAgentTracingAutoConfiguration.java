package io.github.observability.tracing;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that leaves tracing to a running
 * OpenTelemetry Java agent. Switching off Boot's OpenTelemetry is not enough: its tracer
 * would still create and propagate ids of its own.
 */
@AutoConfiguration(beforeName = BootNames.OPENTELEMETRY_TRACING)
@ConditionalOnClass(Tracer.class)
@Conditional(OnJavaAgentCondition.class)
@ConditionalOnFeature("observability.tracing.enabled")
public final class JavaAgentTracingAutoConfiguration {

	JavaAgentTracingAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	Tracer javaAgentTracer() {
		return Tracer.NOOP;
	}

	@Bean
	@ConditionalOnMissingBean
	Propagator javaAgentPropagator() {
		return Propagator.NOOP;
	}

}
