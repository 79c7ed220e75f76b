package io.github.observability.defaults;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.github.observability.BootVersion;
import io.github.observability.InvalidSettingException;
import io.github.observability.SettingsBinder;
import io.github.observability.defaults.SettingKeys.Nearest;
import io.github.observability.defaults.SettingKeys.Siblings;
import io.github.observability.logging.LoggingProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

/**
 * Makes startup fail if a key below {@code observability.} does not exist, or if a
 * setting that is needed before there are beans has a wrong value. It runs as soon as log
 * lines have their format, so that the report of the failure has it too.
 */
final class SettingsCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	/** Kubernetes sets these for a service whose name begins with "observability". */
	private static final Pattern SERVICE_LINK = Pattern
		.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

	/**
	 * Letters that differ in a near miss. Another key that is farther away is a guess.
	 */
	private static final int NEAR = 2;

	private static final String VARIABLE_PREFIX = "OBSERVABILITY_";

	@Override
	public int getOrder() {
		// After the system properties of the logging system are cleaned up.
		return LoggingApplicationListener.DEFAULT_ORDER + 2;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ConfigurableEnvironment environment = event.getEnvironment();
		BootVersion.requireSupported(SpringBootVersion.getVersion());
		SettingsBinder.check(environment, DefaultsProperties.PREFIX, DefaultsProperties.class);
		if (DefaultsProperties.get(environment).checkKeys()) {
			ClassLoader classLoader = event.getSpringApplication().getClassLoader();
			checkKeys(environment, (classLoader != null) ? classLoader : SettingsCheck.class.getClassLoader());
		}
		LoggingProperties.check(environment);
	}

	static void checkKeys(ConfigurableEnvironment environment, ClassLoader classLoader) {
		SettingKeys keys = null;
		Map<String, String> unknown = new TreeMap<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (!(source instanceof EnumerablePropertySource<?> enumerable)) {
				continue;
			}
			boolean variables = source instanceof SystemEnvironmentPropertySource;
			for (String name : enumerable.getPropertyNames()) {
				if (!isOurs(name, variables)) {
					continue;
				}
				keys = (keys != null) ? keys : SettingKeys.load(classLoader);
				String hint = hint(keys, name, isVariable(name, variables), source);
				if (hint != null) {
					unknown.putIfAbsent(name,
							"'" + name + "' (" + origin(source, name) + ") is not a setting, " + hint);
				}
			}
		}
		if (!unknown.isEmpty()) {
			throw new InvalidSettingException(String.join(".\n", unknown.values()), "Correct the key, or set '"
					+ DefaultsProperties.PREFIX + ".check-keys' to false to ignore keys that do not exist.");
		}
	}

	private static boolean isOurs(String name, boolean variables) {
		return name.regionMatches(true, 0, SettingKeys.PREFIX, 0, SettingKeys.PREFIX.length())
				|| isVariable(name, variables);
	}

	private static boolean isVariable(String name, boolean variables) {
		return variables && name.regionMatches(true, 0, VARIABLE_PREFIX, 0, VARIABLE_PREFIX.length());
	}

	/** What to set instead of a key, {@code null} if the key is fine. */
	private static @Nullable String hint(SettingKeys keys, String name, boolean variable, PropertySource<?> source) {
		String replacement = keys.replacement(name);
		if (replacement != null) {
			return "it was replaced by '" + replacement + "'";
		}
		if (variable ? isFineVariable(keys, name, source) : isFineKey(keys, name, source)) {
			return null;
		}
		ConfigurationPropertyName key = variable ? ConfigurationPropertyName.adapt(name.toLowerCase(Locale.ROOT), '_')
				: ConfigurationPropertyName.adapt(name, '.');
		Nearest nearest = keys.nearest(key);
		if (nearest.distance() <= NEAR) {
			return "the nearest one is '" + (variable ? variable(nearest.key()) : nearest.key()) + "'";
		}
		// The environment has variables of other programs.
		return (!variable || keys.isOfFeature(name)) ? siblings(keys.siblings(key)) : null;
	}

	private static boolean isFineKey(SettingKeys keys, String key, PropertySource<?> source) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
		return keys.isKnown(name) || (isEmpty(source, key) && keys.isStartOfKnown(name));
	}

	private static boolean isFineVariable(SettingKeys keys, String variable, PropertySource<?> source) {
		return keys.isKnownVariable(variable) || isEmpty(source, variable) || SERVICE_LINK.matcher(variable).matches();
	}

	private static String variable(String key) {
		return key.contains("[") ? key : key.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
	}

	private static String siblings(Siblings siblings) {
		return "'" + siblings.parent() + "' has " + String.join(", ", siblings.names());
	}

	/** Files have empty maps and lists as an empty value. */
	private static boolean isEmpty(PropertySource<?> source, String key) {
		Object value = source.getProperty(key);
		return value == null || !StringUtils.hasText(value.toString());
	}

	private static String origin(PropertySource<?> source, String name) {
		Origin origin = OriginLookup.getOrigin(source, name);
		return (origin != null) ? origin.toString() : source.getName();
	}

}
