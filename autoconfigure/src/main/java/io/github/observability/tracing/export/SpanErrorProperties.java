package io.github.observability.tracing.export;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the errors of exported spans.
 *
 * @param exceptions Where exceptions are exported: as span events, as log records or as
 * both. Log records need a log exporter of OpenTelemetry.
 * @param cancellationIsError Whether a request counts as an error because its sender
 * canceled it.
 */
@ConfigurationProperties("observability.tracing.errors")
record SpanErrorProperties(@DefaultValue("span-events") ExceptionSignal exceptions,
		@DefaultValue("true") boolean cancellationIsError) {
}
