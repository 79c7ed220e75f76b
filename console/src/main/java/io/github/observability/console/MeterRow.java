package io.github.observability.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.observability.console.recording.RecordedSpan;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

/**
 * A meter with its series.
 *
 * @param name the name
 * @param type the type
 * @param description the description
 * @param unit the base unit
 * @param seriesCount the number of series
 * @param series the first series
 */
record MeterRow(String name, String type, @Nullable String description, @Nullable String unit, int seriesCount,
		List<Series> series) {

	private static final int MAX_SERIES = 50;

	static List<MeterRow> of(@Nullable MeterRegistry registry) {
		Map<String, List<Meter>> byName = new TreeMap<>();
		if (registry != null) {
			for (Meter meter : registry.getMeters()) {
				byName.computeIfAbsent(meter.getId().getName(), (name) -> new ArrayList<>()).add(meter);
			}
		}
		return byName.values().stream().map(MeterRow::row).toList();
	}

	private static MeterRow row(List<Meter> meters) {
		Meter.Id id = meters.get(0).getId();
		return new MeterRow(id.getName(), id.getType().name().toLowerCase(Locale.ROOT), id.getDescription(),
				id.getBaseUnit(), meters.size(), meters.stream().limit(MAX_SERIES).map(Series::of).toList());
	}

	/**
	 * A series.
	 *
	 * @param tags the tags
	 * @param values the measurements by their statistic; {@code null} is not a number
	 */
	record Series(Map<String, String> tags, Map<String, @Nullable Double> values) {

		static Series of(Meter meter) {
			Map<String, String> tags = new LinkedHashMap<>();
			for (Tag tag : meter.getId().getTagsAsIterable()) {
				tags.put(tag.getKey(), RecordedSpan.cut(tag.getValue()));
			}
			Map<String, @Nullable Double> values = new LinkedHashMap<>();
			for (Measurement measurement : meter.measure()) {
				double value = measurement.getValue();
				values.put(measurement.getStatistic().getTagValueRepresentation(),
						Double.isFinite(value) ? value : null);
			}
			return new Series(tags, values);
		}

	}

}
