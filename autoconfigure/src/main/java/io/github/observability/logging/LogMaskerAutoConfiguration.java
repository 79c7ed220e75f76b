package io.github.observability.logging;

import io.github.observability.ConditionalOnFeature;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for beans that mask log lines.
 */
@AutoConfiguration
@ConditionalOnFeature({ "observability.logging.enabled", "observability.logging.masking.enabled" })
public final class LogMaskerAutoConfiguration {

	LogMaskerAutoConfiguration() {
	}

	@Bean
	MaskerBeanRegistration maskerBeanRegistration(ObjectProvider<LogMasker> maskers) {
		return new MaskerBeanRegistration(maskers);
	}

}
