package io.github.observability.defaults;

import io.github.observability.SettingsBinder;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Settings for the defaults that the starter gives to properties of Boot.
 *
 * @param enabled Whether the starter changes the defaults of Boot's properties.
 * @param checkKeys Whether an unknown key below 'observability.' makes startup fail.
 */
@ConfigurationProperties(DefaultsProperties.PREFIX)
record DefaultsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean checkKeys) {

	static final String PREFIX = "observability.defaults";

	/** The defaults, as a constant: they are needed before any line is written. */
	static DefaultsProperties defaults() {
		return new DefaultsProperties(true, true);
	}

	static DefaultsProperties get(Environment environment) {
		return SettingsBinder.bindOrDefaults(environment, PREFIX, DefaultsProperties.class,
				DefaultsProperties::defaults);
	}

}
