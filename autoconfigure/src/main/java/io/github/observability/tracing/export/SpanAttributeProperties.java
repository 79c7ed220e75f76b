package io.github.observability.tracing.export;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the attributes of exported spans.
 *
 * @param convention Naming convention for attributes of HTTP spans: Spring's or
 * OpenTelemetry's semantic conventions. Tags of meters keep Spring's names.
 */
@ConfigurationProperties("observability.tracing.attributes")
record SpanAttributeProperties(@DefaultValue("spring") AttributeConvention convention) {
}
