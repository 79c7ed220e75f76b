package io.github.observability.logging;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.logging.delivery.DeliveryCounts;
import io.github.observability.logging.masking.MaskingCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for meters of log lines.
 */
@AutoConfiguration
@ConditionalOnClass({ MeterRegistry.class, LoggerContext.class })
@ConditionalOnFeature("observability.logging.enabled")
@EnableConfigurationProperties(LoggingProperties.class)
public final class LoggingMetersAutoConfiguration {

	private static final List<Level> LEVELS = List.of(Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG, Level.TRACE);

	LoggingMetersAutoConfiguration() {
	}

	@Bean
	MeterBinder logLineMeters() {
		return (registry) -> {
			bind(registry, LoggingMeter.MASKED, MaskingCounts.PROCESS, MaskingCounts::maskedSoFar);
			bind(registry, LoggingMeter.TRUNCATED, LineCounts.PROCESS, LineCounts::truncatedSoFar);
			bind(registry, LoggingMeter.REPLACED, LineCounts.PROCESS,
					(lines) -> lines.replacedSoFar() + MaskingCounts.PROCESS.failedSoFar());
			for (Level level : LEVELS) {
				FunctionCounter
					.builder(LoggingMeter.DROPPED.getName(), DeliveryCounts.PROCESS,
							(counts) -> counts.droppedSoFar(level))
					.description(LoggingMeter.DROPPED.description())
					.tag(LoggingMeter.Tag.LEVEL.asString(), level.toString().toLowerCase(Locale.ROOT))
					.register(registry);
			}
		};
	}

	private static <T> void bind(MeterRegistry registry, LoggingMeter meter, T counts, ToDoubleFunction<T> count) {
		FunctionCounter.builder(meter.getName(), counts, count).description(meter.description()).register(registry);
	}

}
