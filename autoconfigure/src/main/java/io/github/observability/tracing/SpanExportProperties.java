package io.github.observability.tracing;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the export of spans, beside those of Boot.
 *
 * @param enabled Whether exports are guarded: failures said once and counted, queries of
 * URLs left out, the stop bounded.
 * @param stopTimeout Duration for which a stop of the application waits for spans to be
 * exported.
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
