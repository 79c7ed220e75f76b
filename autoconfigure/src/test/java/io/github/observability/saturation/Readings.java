package io.github.observability.saturation;

import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Short ways to what was read.
 */
public final class Readings {

	private Readings() {
	}

	public static SaturationReadings create(long nanos, Set<String> reported) {
		return new SaturationReadings(nanos, reported);
	}

	public static Map<String, ResourceUse> uses(SaturationReadings readings) {
		return readings.uses();
	}

	public static Map<SaturationReadings.Total, Double> totals(SaturationReadings readings) {
		return readings.totals();
	}

	public static @Nullable Double utilization(SaturationReadings readings, String resource) {
		ResourceUse use = readings.uses().get(resource);
		return (use != null) ? use.utilization() : null;
	}

	public static @Nullable Double saturation(SaturationReadings readings, String resource) {
		ResourceUse use = readings.uses().get(resource);
		return (use != null) ? use.saturation() : null;
	}

	public static @Nullable Long errors(SaturationReadings readings, String resource) {
		ResourceUse use = readings.uses().get(resource);
		return (use != null) ? use.errors() : null;
	}

	public static @Nullable Double total(SaturationReadings readings, SaturationMeter meter, String... tags) {
		return readings.totals().get(new SaturationReadings.Total(meter, Tags.of(tags)));
	}

}
