package io.github.observability.tracing;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.opentelemetry.sdk.trace.data.SpanData;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for spans that do not say what
 * databases said about failures.
 */
@AutoConfiguration
@ConditionalOnClass({ OtelFinishedSpan.class, SpanData.class })
@ConditionalOnFeature({ "observability.tracing.enabled", "observability.tracing.database-messages.masked" })
@EnableConfigurationProperties(DatabaseMessageProperties.class)
public final class DatabaseMessageAutoConfiguration {

	DatabaseMessageAutoConfiguration() {
	}

	@Bean
	DatabaseMessages databaseMessages() {
		return new DatabaseMessages();
	}

}
