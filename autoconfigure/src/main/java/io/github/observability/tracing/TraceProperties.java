package io.github.observability.tracing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for traces, beside those of Boot.
 *
 * @param enabled Whether the traces of Boot are corrected and extended.
 */
@ConfigurationProperties("observability.tracing")
record TraceProperties(@DefaultValue("true") boolean enabled) {
}
