package io.github.observability.logging.otlp;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.logging.LoggingProperties;
import io.github.observability.logging.masking.AttributeMasking;
import io.github.observability.logging.masking.Masking;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for log lines through Boot's OTLP
 * exporter.
 */
@AutoConfiguration(afterName = { BootNames.OPENTELEMETRY_SDK, BootNames.OTLP_LOGGING })
@ConditionalOnClass({ LoggerContext.class, LogRecordExporter.class })
@ConditionalOnBean(LogRecordExporter.class)
@ConditionalOnFeature("observability.logging.enabled")
@EnableConfigurationProperties(OtlpLogsProperties.class)
public final class OtlpLogsAutoConfiguration {

	OtlpLogsAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OpenTelemetryAppender.class)
	@ConditionalOnBean(OpenTelemetry.class)
	@ConditionalOnFeature("observability.logging.otlp.enabled")
	static class AppenderConfiguration {

		@Bean
		@Lazy(false)
		OtlpAppender otlpAppender(OpenTelemetry openTelemetry) {
			return new OtlpAppender(openTelemetry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnFeature("observability.logging.masking.enabled")
	@Import(LogRecordExportConfiguration.class)
	static class MaskingConfiguration {

		/** Also for records that a user's own appender makes. */
		@Bean
		@Order
		LogRecordExporterDecorator logRecordMasking(Environment environment) {
			AttributeMasking masking = AttributeMasking
				.ofLogRecords(Masking.create(environment, LoggingProperties.get(environment).maxLineBytes()));
			return (exporter) -> new MaskingLogRecordExporter(exporter, masking);
		}

	}

}
