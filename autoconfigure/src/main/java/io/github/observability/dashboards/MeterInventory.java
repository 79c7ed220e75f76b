package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.github.observability.PrometheusNames;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.distribution.HistogramSupport;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The meters that an application has, each once, whatever the number of its series.
 *
 * @param meters the meters, sorted by name
 */
record MeterInventory(List<RecordedMeter> meters) {

	private static final boolean HAS_PROMETHEUS = ClassUtils
		.isPresent("io.micrometer.prometheusmetrics.PrometheusMeterRegistry", MeterInventory.class.getClassLoader());

	/** Far more than a Prometheus should be asked to scrape. */
	private static final int MOST_METERS = 10_000;

	private static final int MOST_CURRENCIES = 100;

	private static final String CURRENCY = "currency";

	/**
	 * Take stock of a registry.
	 * @param registry the registry
	 * @param business the names of business meters
	 * @return the meters that are there now
	 */
	static MeterInventory of(MeterRegistry registry, Set<String> business) {
		PrometheusNames names = PrometheusNames.of(registry);
		Map<String, List<Meter>> byName = new TreeMap<>();
		for (Meter meter : scraped(registry).getMeters()) {
			String name = meter.getId().getName();
			if (byName.size() < MOST_METERS || byName.containsKey(name)) {
				byName.computeIfAbsent(name, (key) -> new ArrayList<>()).add(meter);
			}
		}
		return new MeterInventory(byName.entrySet()
			.stream()
			.map((entry) -> meter(entry.getKey(), entry.getValue(), names, business.contains(entry.getKey())))
			.toList());
	}

	/**
	 * What Prometheus does not scrape, no panel can show: a filter of its registry may
	 * deny a meter.
	 */
	private static MeterRegistry scraped(MeterRegistry registry) {
		MeterRegistry prometheus = HAS_PROMETHEUS ? Prometheus.find(registry) : null;
		return (prometheus != null) ? prometheus : registry;
	}

	private static RecordedMeter meter(String name, Collection<Meter> series, PrometheusNames names, boolean business) {
		// One that wins at each start: Prometheus would refuse the others.
		Meter.Id id = series.stream().map(Meter::getId).min(Comparator.comparing(Meter.Id::getType)).orElseThrow();
		Map<String, String> labels = new TreeMap<>();
		Set<String> currencies = new TreeSet<>();
		for (Meter each : series) {
			for (Tag tag : each.getId().getTagsAsIterable()) {
				labels.computeIfAbsent(tag.getKey(), names::label);
				if (tag.getKey().equals(CURRENCY) && currencies.size() < MOST_CURRENCIES) {
					currencies.add(tag.getValue());
				}
			}
		}
		MeterKind kind = MeterKind.of(id.getType());
		String description = id.getDescription();
		return new RecordedMeter(name, names.of(name, id.getType(), id.getBaseUnit()).name(), kind, id.getBaseUnit(),
				series.stream().anyMatch(MeterInventory::hasBuckets), business,
				(business && description != null) ? description : "", labels, List.copyOf(currencies));
	}

	private static boolean hasBuckets(Meter meter) {
		return meter instanceof HistogramSupport histogram && histogram.takeSnapshot().histogramCounts().length > 0;
	}

	/**
	 * Find a meter.
	 * @param names names that it may have, the most specific one first
	 * @return the first one that is there, {@code null} if none is
	 */
	@Nullable RecordedMeter find(Collection<String> names) {
		Map<String, RecordedMeter> byName = new LinkedHashMap<>();
		this.meters.forEach((meter) -> byName.put(meter.name(), meter));
		return names.stream().map(byName::get).filter((meter) -> meter != null).findFirst().orElse(null);
	}

	List<RecordedMeter> all(Predicate<RecordedMeter> wanted) {
		return this.meters.stream().filter(wanted).toList();
	}

	/** A class of its own because the Prometheus registry is optional. */
	private static final class Prometheus {

		static @Nullable MeterRegistry find(MeterRegistry registry) {
			if (registry instanceof PrometheusMeterRegistry) {
				return registry;
			}
			if (registry instanceof CompositeMeterRegistry composite) {
				for (MeterRegistry each : composite.getRegistries()) {
					MeterRegistry found = find(each);
					if (found != null) {
						return found;
					}
				}
			}
			return null;
		}

	}

}
