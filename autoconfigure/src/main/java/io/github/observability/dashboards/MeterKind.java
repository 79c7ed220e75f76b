package io.github.observability.dashboards;

import java.util.Arrays;
import java.util.Locale;

import io.micrometer.core.instrument.Meter;

/**
 * How the series of a meter are read.
 */
enum MeterKind {

	/** Only rises; read as a rate. */
	COUNTER,

	/** Read as it is. */
	GAUGE,

	/** A count and a sum of seconds. */
	TIMER,

	/** A count and a sum of something else. */
	SUMMARY,

	/** Tasks that are running. */
	LONG_TASK_TIMER,

	/** Anything else, which no panel shows. */
	OTHER;

	static MeterKind of(Meter.Type type) {
		return switch (type) {
			case COUNTER -> COUNTER;
			case GAUGE -> GAUGE;
			case TIMER -> TIMER;
			case DISTRIBUTION_SUMMARY -> SUMMARY;
			case LONG_TASK_TIMER -> LONG_TASK_TIMER;
			case OTHER -> OTHER;
		};
	}

	static MeterKind ofKey(String key) {
		return Arrays.stream(values()).filter((kind) -> kind.key().equals(key)).findFirst().orElse(OTHER);
	}

	String key() {
		return name().toLowerCase(Locale.ROOT);
	}

}
