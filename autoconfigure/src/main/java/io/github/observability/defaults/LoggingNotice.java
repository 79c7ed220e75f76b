package io.github.observability.defaults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Says at the start which setting of the application is in force instead of the starter's
 * format or masking, and what brings them back.
 */
final class LoggingNotice {

	private static final String FORMAT = "logging.structured.format.";

	private static final String PATTERN = "logging.pattern.";

	private static final Set<String> BOOT_FORMATS = Set.of("ecs", "gelf", "logstash");

	private final Environment environment;

	private final boolean masking;

	LoggingNotice(Environment environment) {
		this.environment = environment;
		this.masking = Masking.isOn(environment);
	}

	/**
	 * Returns the line, which reports what matters most.
	 * @param text whether lines of text are asked for
	 * @return the line, {@code null} if the starter's format and masking are in force
	 */
	@Nullable String of(boolean text) {
		String keys = keys(FORMAT, (format) -> !BOOT_FORMATS.contains(format) && !isOfStarter(format));
		if (keys != null) {
			return keys + " in force, without masking. Remove what is set to have secrets masked";
		}
		String patterns = keys(PATTERN, (pattern) -> true);
		keys = keys(FORMAT, (format) -> !isOfStarter(format));
		if (patterns != null && text && keys == null) {
			return patterns + " in force, without masking. Remove what is set to have secrets masked";
		}
		if (keys != null) {
			return keys + " in force, Boot's format, " + (this.masking ? "with secrets masked"
					: "without masking. Set 'observability.logging.masking.enabled=true' to have secrets masked");
		}
		if (patterns != null) {
			return patterns + " not in force: lines are JSON" + (this.masking ? " with secrets masked" : "")
					+ ". Set 'observability.logging.format=text' to have lines of that pattern, without masking";
		}
		return null;
	}

	private @Nullable String keys(String prefix, Predicate<String> concerned) {
		List<String> keys = new ArrayList<>();
		for (String output : outputs()) {
			String value = this.environment.getProperty(prefix + output);
			if (StringUtils.hasText(value) && concerned.test(value.strip().toLowerCase(Locale.ROOT))) {
				keys.add("'" + prefix + output + "'");
			}
		}
		return keys.isEmpty() ? null : String.join(" and ", keys) + ((keys.size() == 1) ? " is" : " are");
	}

	private List<String> outputs() {
		boolean file = StringUtils.hasText(this.environment.getProperty("logging.file.name"))
				|| StringUtils.hasText(this.environment.getProperty("logging.file.path"));
		return file ? List.of("console", "file") : List.of("console");
	}

	private static boolean isOfStarter(String format) {
		return format.startsWith("io.github.observability.");
	}

}
