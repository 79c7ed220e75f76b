package io.github.observability.logging;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
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
 * @param fields Types of fields, by the keys of the MDC, of key-value pairs and of
 * structured arguments.
 */
@ConfigurationProperties("observability.logging")
public record LoggingProperties(@DefaultValue("true") boolean enabled, @Nullable LogFormat format,
		@DefaultValue("16KB") DataSize maxLineSize, @DefaultValue Map<String, FieldType> fields) {

	private static final DataSize SMALLEST = DataSize.ofKilobytes(2);

	private static final DataSize LARGEST = DataSize.ofMegabytes(1);

	/**
	 * Check the settings.
	 * @param enabled whether log lines are structured
	 * @param format format of log lines
	 * @param maxLineSize maximum size of a log line
	 * @param fields types of fields by their keys
	 */
	public LoggingProperties {
		if (maxLineSize.compareTo(SMALLEST) < 0 || maxLineSize.compareTo(LARGEST) > 0) {
			throw new IllegalArgumentException(
					"'observability.logging.max-line-size' must be at least 2KB and at most 1MB, but was "
							+ maxLineSize.toBytes() + "B");
		}
		for (String key : fields.keySet()) {
			for (int dot = key.indexOf('.'); dot != -1; dot = key.indexOf('.', dot + 1)) {
				if (fields.containsKey(key.substring(0, dot))) {
					throw new IllegalArgumentException("'observability.logging.fields." + key + "' needs an object '"
							+ key.substring(0, dot) + "', but 'observability.logging.fields." + key.substring(0, dot)
							+ "' declares a value: rename one of them");
				}
			}
		}
	}

	static LoggingProperties get(Environment environment) {
		return Binder.get(environment).bindOrCreate("observability.logging", LoggingProperties.class);
	}

	int maxLineBytes() {
		return (int) this.maxLineSize.toBytes();
	}

}
