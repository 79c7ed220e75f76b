package io.github.observability.tracing;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Counts that keeping and exporting have in common.
 */
@Configuration(proxyBeanMethods = false)
final class SpanCountsConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SpanCounts spanCounts() {
		return new SpanCounts();
	}

}
