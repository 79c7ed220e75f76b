package io.github.observability.tracing.export;

import io.github.observability.ConditionalOnFeature;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.opentelemetry.sdk.trace.data.SpanData;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the redaction of database errors
 * in exported spans.
 */
@AutoConfiguration
@ConditionalOnClass({ OtelFinishedSpan.class, SpanData.class })
@ConditionalOnFeature({ "observability.tracing.enabled", "observability.tracing.database-errors.redacted" })
@EnableConfigurationProperties(DatabaseErrorProperties.class)
public final class DatabaseErrorRedactionAutoConfiguration {

	DatabaseErrorRedactionAutoConfiguration() {
	}

	@Bean
	DatabaseErrorRedactor databaseErrorRedactor() {
		return new DatabaseErrorRedactor();
	}

}
