package io.github.observability.logging;

import java.util.function.ToDoubleFunction;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.ConditionalOnFeature;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for meters of what happened to log
 * lines.
 */
@AutoConfiguration
@ConditionalOnClass({ MeterRegistry.class, LoggerContext.class })
@ConditionalOnFeature("observability.logging.enabled")
public final class LoggingMetersAutoConfiguration {

	LoggingMetersAutoConfiguration() {
	}

	@Bean
	MeterBinder logLineMeters() {
		return (registry) -> {
			bind(registry, LoggingMeter.MASKED, LineCounts::maskedSoFar);
			bind(registry, LoggingMeter.TRUNCATED, LineCounts::truncatedSoFar);
			bind(registry, LoggingMeter.REPLACED, LineCounts::replacedSoFar);
		};
	}

	private static void bind(MeterRegistry registry, LoggingMeter meter, ToDoubleFunction<LineCounts> count) {
		FunctionCounter.builder(meter.getName(), LineCounts.PROCESS, count)
			.description(meter.description())
			.register(registry);
	}

}
