package io.github.observability;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Reads a property that switches something on or off, as Boot's binder does.
 */
public final class FeatureSwitch {

	private FeatureSwitch() {
	}

	/**
	 * Read a switch.
	 * @param environment the environment
	 * @param key the full key of the property, in its canonical form
	 * @return whether it is on, {@code null} if it is not set or empty
	 * @throws InvalidConfigurationPropertyValueException if its value is not a boolean
	 */
	public static @Nullable Boolean read(Environment environment, String key) {
		if (!isSet(environment, key)) {
			return null;
		}
		try {
			return Binder.get(environment).bind(key, Boolean.class).orElse(null);
		}
		catch (BindException ex) {
			Object value = (ex.getProperty() != null) ? ex.getProperty().getValue() : null;
			throw new InvalidConfigurationPropertyValueException(key, value,
					"It switches a feature on or off: use 'true' or 'false'.");
		}
	}

	/** Asks the sources, as a binder costs more and most switches are not set. */
	private static boolean isSet(Environment environment, String key) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.getConfigurationProperty(name) != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether something that is on by default is on.
	 * @param environment the environment
	 * @param key the full key of the property, in its canonical form
	 * @return whether it is on or not set
	 */
	public static boolean isOn(Environment environment, String key) {
		return !Boolean.FALSE.equals(read(environment, key));
	}

}
