package io.github.observability.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.HistogramSupport;

/**
 * The series of the meters that are there, as a scrape counts them.
 */
final class SeriesInventory {

	private final MeterRegistry registry;

	SeriesInventory(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Count the series by the name of the meter.
	 * @return the number of series
	 */
	Map<String, Integer> byMeter() {
		Map<String, Integer> series = new TreeMap<>();
		this.registry.forEachMeter((meter) -> series.merge(meter.getId().getName(), series(meter), Integer::sum));
		return series;
	}

	/**
	 * Count the series that have a tag, by the value of the tag.
	 * @param key the key of the tag
	 * @return the number of series
	 */
	Map<String, Integer> byTagValue(String key) {
		Map<String, Integer> series = new HashMap<>();
		this.registry.forEachMeter((meter) -> {
			String value = meter.getId().getTag(key);
			if (value != null) {
				series.merge(value, series(meter), Integer::sum);
			}
		});
		return series;
	}

	/**
	 * Return what each tag of a meter adds.
	 * @param name the name of the meter
	 * @return the tags, the one that adds most series first
	 */
	List<CostReport.TagSeries> tags(String name) {
		Map<String, Set<String>> values = new TreeMap<>();
		List<Meter> meters = new ArrayList<>();
		this.registry.forEachMeter((meter) -> {
			if (meter.getId().getName().equals(name)) {
				meters.add(meter);
				for (Tag tag : meter.getId().getTagsAsIterable()) {
					values.computeIfAbsent(tag.getKey(), (key) -> new HashSet<>()).add(tag.getValue());
				}
			}
		});
		return values.entrySet()
			.stream()
			.map((tag) -> new CostReport.TagSeries(tag.getKey(), tag.getValue().size(),
					seriesWithout(meters, tag.getKey())))
			.sorted(Comparator.comparingInt(CostReport.TagSeries::seriesWithout))
			.toList();
	}

	private static int seriesWithout(List<Meter> meters, String key) {
		Map<List<Tag>, Integer> rest = new HashMap<>();
		for (Meter meter : meters) {
			List<Tag> tags = meter.getId().getTags().stream().filter((tag) -> !tag.getKey().equals(key)).toList();
			rest.merge(tags, series(meter), Math::max);
		}
		return rest.values().stream().mapToInt(Integer::intValue).sum();
	}

	/**
	 * A timer has a count, a sum, a maximum, its buckets and the bucket without a limit.
	 * The maximum of a timer of running tasks is scraped, but is not among its
	 * measurements.
	 */
	private static int series(Meter meter) {
		int series = (meter instanceof LongTaskTimer) ? 1 : 0;
		for (Object measurement : meter.measure()) {
			series += (measurement != null) ? 1 : 0;
		}
		if (meter instanceof HistogramSupport histogram) {
			HistogramSnapshot snapshot = histogram.takeSnapshot();
			int buckets = snapshot.histogramCounts().length;
			boolean open = buckets > 0 && snapshot.histogramCounts()[buckets - 1].bucket() < Double.MAX_VALUE;
			series += buckets + (open ? 1 : 0) + snapshot.percentileValues().length;
		}
		return series;
	}

}
