package io.github.observability.resource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for what a service says about itself.
 *
 * @param enabled Whether spans have resource attributes of the starter and the gauge
 * 'application.info' is registered.
 */
@ConfigurationProperties("observability.resource")
record ResourceProperties(@DefaultValue("true") boolean enabled) {
}
