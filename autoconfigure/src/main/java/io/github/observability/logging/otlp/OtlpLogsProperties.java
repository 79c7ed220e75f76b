package io.github.observability.logging.otlp;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for log lines through OTLP.
 *
 * @param enabled Whether OpenTelemetry's Logback appender is installed if Boot exports
 * logs.
 */
@ConfigurationProperties("observability.logging.otlp")
record OtlpLogsProperties(@DefaultValue("true") boolean enabled) {

}
