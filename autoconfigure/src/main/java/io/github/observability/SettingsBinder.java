package io.github.observability;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.env.Environment;

/**
 * Binds settings that are needed before log lines can be written. A failure at that point
 * would be reported as plain text, so reading the settings never fails, and checking them
 * is a step of its own.
 */
public final class SettingsBinder {

	private SettingsBinder() {
	}

	/**
	 * Bind settings, or the defaults of all of them if one is wrong. These settings are
	 * read several times on each start, and most applications set none of them, so
	 * defaults are a constant and not bound by reflection.
	 * @param <T> type of the settings
	 * @param environment the environment
	 * @param prefix what the keys begin with
	 * @param type type of the settings
	 * @param defaults the settings if none is set, equal to what binding would return
	 * @return the settings
	 */
	public static <T> T bindOrDefaults(Environment environment, String prefix, Class<T> type, Supplier<T> defaults) {
		if (!isAnySet(environment, prefix)) {
			return defaults.get();
		}
		try {
			return Binder.get(environment).bindOrCreate(prefix, type);
		}
		catch (BindException ex) {
			return defaults.get();
		}
	}

	/**
	 * Check settings.
	 * @param environment the environment
	 * @param prefix what the keys begin with
	 * @param type type of the settings
	 * @throws InvalidSettingException if one is wrong
	 */
	public static void check(Environment environment, String prefix, Class<?> type) {
		if (!isAnySet(environment, prefix)) {
			return;
		}
		try {
			Binder.get(environment).bindOrCreate(prefix, type);
		}
		catch (BindException ex) {
			throw invalid(ex);
		}
	}

	/**
	 * Whether there may be a key with the prefix; not every source can tell.
	 * @param environment the environment
	 * @param prefix what the keys begin with
	 * @return whether one may be set
	 */
	public static boolean isAnySet(Environment environment, String prefix) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(prefix);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.containsDescendantOf(name) != ConfigurationPropertyState.ABSENT
					|| source.getConfigurationProperty(name) != null) {
				return true;
			}
		}
		return false;
	}

	private static InvalidSettingException invalid(BindException failure) {
		Class<?> target = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidSettingException invalid) {
				return invalid;
			}
			if (cause instanceof ConversionFailedException conversion) {
				target = conversion.getTargetType().getType();
			}
			else if (cause instanceof ConverterNotFoundException conversion) {
				target = conversion.getTargetType().getType();
			}
		}
		ConfigurationProperty property = failure.getProperty();
		Object key = (property != null) ? property.getName() : failure.getName();
		Object value = (property != null) ? property.getValue() : "";
		if (target == null) {
			return new InvalidSettingException(key.toString(), value,
					String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage()),
					"Correct the value.");
		}
		return new InvalidSettingException(key.toString(), value, "this is not one of its values", valid(target));
	}

	private static String valid(Class<?> type) {
		Object @Nullable [] constants = type.getEnumConstants();
		if (constants != null) {
			return "Use one of " + Arrays.stream(constants)
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", ")) + ".";
		}
		return switch (type.getSimpleName()) {
			case "boolean", "Boolean" -> "Use true or false.";
			case "DataSize" -> "Use a size such as 16KB.";
			case "Duration" -> "Use a duration such as 500ms or 10s.";
			case "int", "Integer", "long", "Long" -> "Use a whole number.";
			default -> "Use a value that can be read as " + type.getSimpleName() + ".";
		};
	}

}
