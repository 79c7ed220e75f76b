package io.github.observability.logging;

import java.time.Duration;
import java.util.Set;

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
 * @param format Format of log lines, ecs unless devtools is present, which makes it text.
 * @param maxLineSize Largest size of a log line; longer values are cut until it fits.
 * @param masking Masking of secrets.
 * @param access Access lines.
 */
@ConfigurationProperties("observability.logging")
public record LoggingProperties(@DefaultValue("true") boolean enabled, @Nullable LogFormat format,
		@DefaultValue("16KB") DataSize maxLineSize, @DefaultValue Masking masking, @DefaultValue Access access) {

	private static final DataSize SMALLEST = DataSize.ofKilobytes(2);

	private static final DataSize LARGEST = DataSize.ofMegabytes(1);

	/**
	 * Check the settings.
	 * @param enabled whether log lines are structured
	 * @param format format of log lines
	 * @param maxLineSize largest size of a log line
	 * @param masking masking of secrets
	 * @param access access lines
	 */
	public LoggingProperties {
		if (maxLineSize.compareTo(SMALLEST) < 0 || maxLineSize.compareTo(LARGEST) > 0) {
			throw new IllegalArgumentException(
					"'observability.logging.max-line-size' must be at least 2KB and at most 1MB, but was "
							+ maxLineSize.toBytes() + "B");
		}
	}

	static LoggingProperties get(Environment environment) {
		return Binder.get(environment).bindOrCreate("observability.logging", LoggingProperties.class);
	}

	int maxLineBytes() {
		return (int) this.maxLineSize.toBytes();
	}

	/**
	 * Settings for the masking of secrets.
	 *
	 * @param enabled Whether secrets in log lines are masked.
	 * @param email Whether e-mail addresses are secrets too.
	 * @param keys Names of further keys whose values are secrets.
	 * @param allowedKeys Names of keys whose values are no secrets although their names
	 * say so.
	 */
	public record Masking(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean email,
			@DefaultValue Set<String> keys, @DefaultValue Set<String> allowedKeys) {
	}

	/**
	 * Settings for access lines.
	 *
	 * @param enabled Whether each request that is served leaves a line.
	 * @param sampling Share of requests that leave a line, from 0 to 1; errors and slow
	 * ones always do.
	 * @param slow Duration from which on a request is slow.
	 * @param ignoredRoutes Routes that leave no line unless they fail or are slow, with *
	 * for any characters.
	 */
	public record Access(@DefaultValue("true") boolean enabled, @DefaultValue("1.0") double sampling,
			@DefaultValue("1s") Duration slow, @DefaultValue Set<String> ignoredRoutes) {

		/**
		 * Check the settings.
		 * @param enabled whether each request leaves a line
		 * @param sampling share of requests that leave a line
		 * @param slow duration from which on a request is slow
		 * @param ignoredRoutes routes that leave no line
		 */
		public Access {
			if (!(sampling >= 0 && sampling <= 1)) {
				throw new IllegalArgumentException(
						"'observability.logging.access.sampling' must be from 0 to 1, but was " + sampling);
			}
			if (slow.isNegative()) {
				throw new IllegalArgumentException(
						"'observability.logging.access.slow' must not be negative, but was " + slow);
			}
		}

	}

}
