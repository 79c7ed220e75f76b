package io.github.observability.logging.delivery;

import java.time.Duration;

import io.github.observability.InvalidSettingException;
import io.github.observability.SettingsBinder;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Settings for asynchronous delivery. They are read before the application context
 * exists.
 *
 * @param queueSize Size of the lines that wait to be written. The last half is for INFO
 * and above, the last quarter for WARN and ERROR, the last tenth for ERROR.
 * @param maxWait Longest time that a thread waits for room for a line of WARN or ERROR.
 * @param stopTimeout Longest time that a stop waits for lines to be written.
 */
@ConfigurationProperties(AsyncProperties.PREFIX)
public record AsyncProperties(@DefaultValue("4MB") DataSize queueSize, @DefaultValue("10ms") Duration maxWait,
		@DefaultValue("5s") Duration stopTimeout) {

	static final String PREFIX = "observability.logging.async";

	private static final DataSize SMALLEST = DataSize.ofKilobytes(64);

	private static final DataSize LARGEST = DataSize.ofMegabytes(256);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	private static final Duration LONGEST_FLUSH = Duration.ofMinutes(1);

	/**
	 * Check the settings.
	 * @param queueSize size of the lines that wait to be written
	 * @param maxWait longest time that a thread waits for room
	 * @param stopTimeout longest time that a stop waits for lines to be written
	 */
	public AsyncProperties {
		if (queueSize.compareTo(SMALLEST) < 0 || queueSize.compareTo(LARGEST) > 0) {
			throw new InvalidSettingException(PREFIX + ".queue-size", queueSize.toBytes() + "B",
					"a queue has at least 64KB and at most 256MB", "Use a size in between, such as 4MB.");
		}
		requireBetween(".max-wait", maxWait, LONGEST_WAIT, "10ms");
		requireBetween(".stop-timeout", stopTimeout, LONGEST_FLUSH, "5s");
	}

	private static void requireBetween(String key, Duration value, Duration longest, String example) {
		if (value.isNegative() || value.compareTo(longest) > 0) {
			throw new InvalidSettingException(PREFIX + key, value, "a thread waits from 0 to " + longest,
					"Use a duration in between, such as " + example + ".");
		}
	}

	/** The defaults, as a constant: they are needed before any line is written. */
	static AsyncProperties defaults() {
		return new AsyncProperties(DataSize.ofMegabytes(4), Duration.ofMillis(10), Duration.ofSeconds(5));
	}

	static AsyncProperties get(Environment environment) {
		return SettingsBinder.bindOrDefaults(environment, PREFIX, AsyncProperties.class, AsyncProperties::defaults);
	}

	/**
	 * Check the settings.
	 * @param environment the environment
	 */
	public static void check(Environment environment) {
		SettingsBinder.check(environment, PREFIX, AsyncProperties.class);
	}

}
