package io.github.observability.tracing.export;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the export of spans, in addition to Boot's.
 *
 * @param enabled Whether exporters are guarded: outages logged once, spans counted, URL
 * queries removed, shutdown bounded.
 * @param stopTimeout How long the shutdown of the application waits for the export of
 * spans.
 */
@ConfigurationProperties("observability.tracing.export")
record SpanExportProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5s") Duration stopTimeout) {

	private static final Duration LONGEST_STOP = Duration.ofMinutes(1);

	SpanExportProperties {
		if (stopTimeout.isNegative() || stopTimeout.compareTo(LONGEST_STOP) > 0) {
			throw new IllegalArgumentException(
					"'observability.tracing.export.stop-timeout' must be from 0 to 1m, but was "
							+ stopTimeout.toMillis() + "ms");
		}
	}

}
