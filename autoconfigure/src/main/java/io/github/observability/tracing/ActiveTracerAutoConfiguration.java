package io.github.observability.tracing;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.tracing.Tracer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that reports a tracer which the
 * starter cannot extend.
 */
@AutoConfiguration
@ConditionalOnClass(Tracer.class)
@ConditionalOnNoJavaAgent
@ConditionalOnFeature("observability.tracing.enabled")
public final class ActiveTracerAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(ActiveTracerAutoConfiguration.class);

	ActiveTracerAutoConfiguration() {
	}

	@Bean
	ActiveTracer activeTracer(ObjectProvider<Tracer> tracer) {
		return new ActiveTracer(() -> {
			Tracer present = tracer.getIfUnique();
			return (present != Tracer.NOOP) ? present : null;
		});
	}

	@Bean
	ApplicationListener<ApplicationReadyEvent> activeTracerReport(ActiveTracer activeTracer) {
		return (event) -> {
			String obstacle = activeTracer.obstacle();
			if (obstacle != null) {
				logger
					.warn("Tracing of the starter has no effect, because {}. Sampling rules, tail sampling, exemplars, "
							+ "the guarded export and the propagation of the starter need OpenTelemetry: remove the other "
							+ "tracer, or set 'observability.tracing.enabled=false'", obstacle);
			}
		};
	}

}
