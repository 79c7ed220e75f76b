package io.github.observability.logging;

import java.util.Map;

import io.github.observability.InvalidSettingException;
import io.github.observability.SettingsBinder;
import io.github.observability.logging.delivery.AsyncProperties;
import io.github.observability.logging.delivery.LogDelivery;
import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Settings for structured logging. They are read before the application context exists,
 * when the logging system starts.
 *
 * @param enabled Whether log lines are structured.
 * @param format Format of log lines. Defaults to ecs, or to text if devtools is present.
 * @param maxLineSize Maximum size of a log line. The longest values are cut until the
 * line fits.
 * @param template Whether a line with arguments has the template of its message, to group
 * lines by.
 * @param delivery Whether threads that log write their lines themselves or leave this to
 * another thread.
 * @param fields Types of fields, by the keys of the MDC, of key-value pairs and of
 * structured arguments.
 */
@ConfigurationProperties(LoggingProperties.PREFIX)
public record LoggingProperties(@DefaultValue("true") boolean enabled, @Nullable LogFormat format,
		@DefaultValue("16KB") DataSize maxLineSize, @DefaultValue("true") boolean template,
		@DefaultValue("sync") LogDelivery delivery, @DefaultValue Map<String, FieldType> fields) {

	static final String PREFIX = "observability.logging";

	private static final DataSize SMALLEST = DataSize.ofKilobytes(2);

	private static final DataSize LARGEST = DataSize.ofMegabytes(1);

	/**
	 * Check the settings.
	 * @param enabled whether log lines are structured
	 * @param format format of log lines
	 * @param maxLineSize maximum size of a log line
	 * @param template whether a line with arguments has the template of its message
	 * @param delivery who writes lines
	 * @param fields types of fields by their keys
	 */
	public LoggingProperties {
		if (maxLineSize.compareTo(SMALLEST) < 0 || maxLineSize.compareTo(LARGEST) > 0) {
			throw new InvalidSettingException(PREFIX + ".max-line-size", maxLineSize.toBytes() + "B",
					"a line has at least 2KB and at most 1MB", "Use a size in between, such as 16KB.");
		}
		for (String key : fields.keySet()) {
			for (int dot = key.indexOf('.'); dot != -1; dot = key.indexOf('.', dot + 1)) {
				if (fields.containsKey(key.substring(0, dot))) {
					String object = key.substring(0, dot);
					throw new InvalidSettingException(PREFIX + ".fields." + key, fields.get(key), "it needs an object '"
							+ object + "', but '" + PREFIX + ".fields." + object + "' declares a value",
							"Rename one of them.");
				}
			}
		}
	}

	/** The defaults, as a constant: they are needed before any line is written. */
	static LoggingProperties defaults() {
		return new LoggingProperties(true, null, DataSize.ofKilobytes(16), true, LogDelivery.SYNC, Map.of());
	}

	/**
	 * Return the settings, or the defaults if one of them is wrong: lines are written
	 * before {@link #check(Environment)} makes startup fail.
	 * @param environment the environment
	 * @return the settings
	 */
	public static LoggingProperties get(Environment environment) {
		return SettingsBinder.bindOrDefaults(environment, PREFIX, LoggingProperties.class, LoggingProperties::defaults);
	}

	/**
	 * Check the settings that log lines depend on.
	 * @param environment the environment
	 */
	public static void check(Environment environment) {
		SettingsBinder.check(environment, PREFIX, LoggingProperties.class);
		AsyncProperties.check(environment);
		Masking.check(environment);
	}

	/**
	 * Return the size that a line may have.
	 * @return the size in bytes
	 */
	public int maxLineBytes() {
		return (int) this.maxLineSize.toBytes();
	}

}
