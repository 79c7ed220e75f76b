package io.github.observability.logging;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for structured logging. They are read before the application context exists,
 * when the logging system starts.
 *
 * @param enabled Whether log lines are structured.
 * @param format Format of log lines, ecs unless devtools is present, which makes it text.
 */
@ConfigurationProperties("observability.logging")
public record LoggingProperties(@DefaultValue("true") boolean enabled, @Nullable LogFormat format) {
}
