package io.github.observability.profiling;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What a profile shows.
 */
enum ProfileEvent {

	/** Where CPU time is spent. */
	CPU("samples"),

	/** Where threads are, running or not. */
	WALL("samples"),

	/** Where objects are allocated, by bytes. */
	ALLOC("bytes"),

	/** Where threads wait for locks, by time. */
	LOCK("ns");

	private final String unit;

	ProfileEvent(String unit) {
		this.unit = unit;
	}

	String unit() {
		return this.unit;
	}

	String value() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Find the event of a parameter.
	 * @param value the parameter, {@code null} for the default
	 * @return the event
	 * @throws ProfileException if there is none
	 */
	static ProfileEvent of(@Nullable String value) {
		if (value == null) {
			return CPU;
		}
		return Arrays.stream(values())
			.filter((event) -> event.value().equalsIgnoreCase(value))
			.findFirst()
			.orElseThrow(() -> ProfileException.invalid("'event' must be one of "
					+ Arrays.stream(values()).map(ProfileEvent::value).collect(Collectors.joining(", "))));
	}

}
