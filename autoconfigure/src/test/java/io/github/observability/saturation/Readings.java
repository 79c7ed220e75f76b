package io.github.observability.saturation;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Short ways to what was read.
 */
final class Readings {

	private Readings() {
	}

	static @Nullable Double utilisation(SaturationReadings readings, String resource) {
		ResourceUse use = readings.uses().get(resource);
		return (use != null) ? use.utilisation() : null;
	}

	static @Nullable Double saturation(SaturationReadings readings, String resource) {
		ResourceUse use = readings.uses().get(resource);
		return (use != null) ? use.saturation() : null;
	}

	static @Nullable Long errors(SaturationReadings readings, String resource) {
		ResourceUse use = readings.uses().get(resource);
		return (use != null) ? use.errors() : null;
	}

	static @Nullable Double total(SaturationReadings readings, SaturationMeter meter, String... tags) {
		return readings.totals().get(new SaturationReadings.Total(meter, Tags.of(tags)));
	}

}
