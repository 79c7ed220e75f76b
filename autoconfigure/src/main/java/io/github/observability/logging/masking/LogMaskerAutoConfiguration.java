package io.github.observability.logging.masking;

import io.github.observability.ConditionalOnFeature;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link LogMasker} beans.
 */
@AutoConfiguration
@ConditionalOnFeature({ "observability.logging.enabled", "observability.logging.masking.enabled" })
@EnableConfigurationProperties(MaskingProperties.class)
public final class LogMaskerAutoConfiguration {

	LogMaskerAutoConfiguration() {
	}

	@Bean
	MaskerBeanRegistration maskerBeanRegistration(ObjectProvider<LogMasker> maskers) {
		return new MaskerBeanRegistration(maskers);
	}

}
