package io.github.observability.defaults;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the defaults that the starter gives to properties of Boot.
 *
 * @param enabled Whether properties of Boot get other defaults.
 */
@ConfigurationProperties("observability.defaults")
record DefaultsProperties(@DefaultValue("true") boolean enabled) {
}
