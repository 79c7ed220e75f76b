package io.github.observability.logging.flood;

import java.util.Locale;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.logging.masking.Masking;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for floods of equal log lines.
 */
@AutoConfiguration
@ConditionalOnClass(LoggerContext.class)
@ConditionalOnFeature({ "observability.logging.enabled", "observability.logging.floods.enabled" })
@EnableConfigurationProperties(FloodProperties.class)
public final class FloodAutoConfiguration {

	FloodAutoConfiguration() {
	}

	@Bean
	Floods logFloods(FloodProperties properties, Environment environment) {
		return new Floods(properties, FloodClock.system(), Masking.create(environment, FloodKey.MAX_TEMPLATE));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class MeterConfiguration {

		@Bean
		MeterBinder logFloodMeters(Floods logFloods) {
			return (registry) -> {
				for (Level level : Floods.levels()) {
					FunctionCounter
						.builder(FloodMeter.SUPPRESSED.getName(), logFloods, (each) -> each.suppressedSoFar(level))
						.description(FloodMeter.SUPPRESSED.description())
						.tag(FloodMeter.Tag.LEVEL.asString(), level.toString().toLowerCase(Locale.ROOT))
						.register(registry);
				}
			};
		}

	}

}
