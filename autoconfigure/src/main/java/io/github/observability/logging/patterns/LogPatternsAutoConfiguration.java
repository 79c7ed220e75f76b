package io.github.observability.logging.patterns;

import java.time.InstantSource;
import java.util.function.Consumer;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.logging.masking.Masking;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for patterns of log lines.
 */
@AutoConfiguration
@ConditionalOnClass(LoggerContext.class)
@ConditionalOnFeature({ "observability.logging.enabled", "observability.logging.patterns.enabled" })
@EnableConfigurationProperties(PatternProperties.class)
public final class LogPatternsAutoConfiguration {

	LogPatternsAutoConfiguration() {
	}

	@Bean
	LogPatterns logPatterns(PatternProperties properties, Environment environment,
			ApplicationEventPublisher publisher) {
		return new LogPatterns(Masking.create(environment, TokenScanner.MAX_LENGTH), properties, InstantSource.system(),
				loggingAnd(publisher::publishEvent));
	}

	private static Consumer<LogPatternEvent> loggingAnd(Consumer<LogPatternEvent> publisher) {
		return (event) -> {
			LoggerFactory.getLogger(LogPatterns.class)
				.atInfo()
				.addKeyValue("pattern.id", event.id())
				.addKeyValue("pattern.logger", event.logger())
				.log((event.kind() == LogPatternEvent.Kind.NEW_PATTERN) ? "New pattern of {} lines: {}"
						: "Many more {} lines than before: {}", event.level(), event.template());
			publisher.accept(event);
		};
	}

	@Bean
	PatternMining logPatternMining(LogPatterns logPatterns) {
		return new PatternMining(logPatterns);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class MeterConfiguration {

		@Bean
		PatternMeters logPatternMeters(LogPatterns logPatterns) {
			return new PatternMeters(logPatterns);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(LogPatternsEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		LogPatternsEndpoint logPatternsEndpoint(LogPatterns logPatterns) {
			return new LogPatternsEndpoint(logPatterns);
		}

	}

}
