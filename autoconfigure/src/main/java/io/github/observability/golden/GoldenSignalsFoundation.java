package io.github.observability.golden;

import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What all that observes requests has in common, with or without meters.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GoldenSignalsProperties.class)
final class GoldenSignalsFoundation {

	@Bean
	@ConditionalOnMissingBean
	RecordingFaults recordingFaults() {
		return new RecordingFaults();
	}

	@Bean
	@ConditionalOnMissingBean
	ExpectedExceptions expectedExceptions(GoldenSignalsProperties properties) {
		return new ExpectedExceptions(properties.expectedExceptions());
	}

	@Bean
	@ConditionalOnMissingBean
	StreamContentTypes streamContentTypes(GoldenSignalsProperties properties) {
		return new StreamContentTypes(properties.streamContentTypes());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ContextRegistry.class)
	static class UnobservedConfiguration {

		@Bean
		ObservationPredicate unobservedPredicate() {
			Unobserved.register();
			return new Unobserved();
		}

	}

}
