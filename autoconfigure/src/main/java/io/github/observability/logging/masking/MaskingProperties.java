package io.github.observability.logging.masking;

import java.util.Set;

import io.github.observability.SettingsBinder;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Settings for masking. They are read before the application context exists, when the
 * logging system starts.
 *
 * @param enabled Whether secrets are masked in log lines and spans.
 * @param emails Whether email addresses are masked.
 * @param cards Whether numbers of payment cards are masked.
 * @param keys Names of additional keys whose values are secret.
 * @param allowedKeys Names of keys whose values are shown although their names look
 * secret.
 */
@ConfigurationProperties(MaskingProperties.PREFIX)
record MaskingProperties(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean emails,
		@DefaultValue("true") boolean cards, @DefaultValue Set<String> keys, @DefaultValue Set<String> allowedKeys) {

	static final String PREFIX = "observability.logging.masking";

	/** The defaults, as a constant: they are needed before any line is written. */
	static MaskingProperties defaults() {
		return new MaskingProperties(true, false, true, Set.of(), Set.of());
	}

	static MaskingProperties get(Environment environment) {
		return SettingsBinder.bindOrDefaults(environment, PREFIX, MaskingProperties.class, MaskingProperties::defaults);
	}

}
