package io.github.observability.tracing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the attributes of spans.
 *
 * @param convention Whose names attributes of HTTP spans have, those of Spring or those
 * of OpenTelemetry's semantic conventions; tags of meters keep Spring's.
 */
@ConfigurationProperties("observability.tracing.attributes")
record SpanAttributeProperties(@DefaultValue("spring") AttributeConvention convention) {
}
