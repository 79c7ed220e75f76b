package io.github.observability.profiling;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.MimeType;

/**
 * How a profile is written.
 */
enum ProfileFormat {

	/** One HTML file that needs nothing else. */
	FLAMEGRAPH("text/html;charset=UTF-8"),

	/** A line a stack, the root first, as flame graph tools read it. */
	COLLAPSED("text/plain;charset=UTF-8"),

	/** A recording of JDK Flight Recorder. */
	JFR("application/octet-stream");

	private final MimeType type;

	ProfileFormat(String type) {
		this.type = MimeType.valueOf(type);
	}

	MimeType type() {
		return this.type;
	}

	String value() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Find the format of a parameter.
	 * @param value the parameter, {@code null} for the default
	 * @return the format
	 * @throws ProfileException if there is none
	 */
	static ProfileFormat of(@Nullable String value) {
		if (value == null) {
			return FLAMEGRAPH;
		}
		return Arrays.stream(values())
			.filter((format) -> format.value().equalsIgnoreCase(value))
			.findFirst()
			.orElseThrow(() -> ProfileException.invalid("'format' must be one of "
					+ Arrays.stream(values()).map(ProfileFormat::value).collect(Collectors.joining(", "))));
	}

}
