package io.github.observability.logging.masking;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.opentelemetry.sdk.trace.data.SpanData;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for masking secrets in spans that
 * are exported.
 */
@AutoConfiguration
@ConditionalOnClass({ OtelFinishedSpan.class, SpanData.class })
@ConditionalOnFeature({ "observability.logging.enabled", "observability.logging.masking.enabled" })
public final class SpanMaskingAutoConfiguration {

	SpanMaskingAutoConfiguration() {
	}

	@Bean
	SpanMasking spanMasking(Environment environment) {
		return new SpanMasking(Masking.create(environment, Integer.MAX_VALUE));
	}

}
