package io.github.observability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Names of meters in a Prometheus scrape. They are not derived: a meter of the same name,
 * type and unit is scraped from an empty registry with the same naming convention, so
 * that the answer includes whatever the convention and the exposition formats do to a
 * name. Without Micrometer's Prometheus registry, the names follow Prometheus
 * conventions.
 */
public final class PrometheusNames {

	private static final boolean HAS_REGISTRY = ClassUtils
		.isPresent("io.micrometer.prometheusmetrics.PrometheusMeterRegistry", PrometheusNames.class.getClassLoader());

	/** Far more than the meters that an application declares. */
	private static final int MAX_CACHED = 1_000;

	private static final PrometheusNames DEFAULT = new PrometheusNames(null);

	private final @Nullable NamingConvention convention;

	private final Map<Key, Exported> cache = BoundedMap.droppingLeastRecentlyUsed(MAX_CACHED);

	private PrometheusNames(@Nullable NamingConvention convention) {
		this.convention = convention;
	}

	/**
	 * Return the names by the default naming convention.
	 * @return the names
	 */
	public static PrometheusNames byDefault() {
		return DEFAULT;
	}

	/**
	 * Return the names by the naming convention of the Prometheus registry.
	 * @param registry a registry, which is or contains the Prometheus registry
	 * @return the names, those by default without a Prometheus registry
	 */
	public static PrometheusNames of(MeterRegistry registry) {
		NamingConvention convention = HAS_REGISTRY ? Scrape.customConvention(registry) : null;
		return (convention != null) ? new PrometheusNames(convention) : DEFAULT;
	}

	/**
	 * Return what a scrape has of a meter.
	 * @param name the name of the meter
	 * @param type its type
	 * @param baseUnit its base unit, if it has one
	 * @return its names
	 */
	public Exported of(String name, Meter.Type type, @Nullable String baseUnit) {
		Key key = new Key(name, type, baseUnit);
		synchronized (this.cache) {
			Exported exported = this.cache.get(key);
			if (exported == null) {
				exported = HAS_REGISTRY ? Scrape.read(key, this.convention) : conventional(key);
				this.cache.put(key, exported);
			}
			return exported;
		}
	}

	/**
	 * Return the name that the naming convention gives a meter, without suffixes that an
	 * exposition format adds. Meters with the same one collide in a scrape.
	 * @param name the name of the meter
	 * @param type its type
	 * @param baseUnit its base unit, if it has one
	 * @return the name
	 */
	public String family(String name, Meter.Type type, @Nullable String baseUnit) {
		Key key = new Key(name, type, baseUnit);
		return HAS_REGISTRY ? Scrape.family(key, this.convention) : conventional(key).name();
	}

	/**
	 * Return the name of a counter.
	 * @param name the name of the meter
	 * @return the name in Prometheus
	 */
	public String counter(String name) {
		return of(name, Meter.Type.COUNTER, null).name();
	}

	/**
	 * Return the name of a gauge.
	 * @param name the name of the meter
	 * @return the name in Prometheus
	 */
	public String gauge(String name) {
		return of(name, Meter.Type.GAUGE, null).name();
	}

	/**
	 * Return the name of a timer, to which suffixes such as {@code _count} are added.
	 * @param name the name of the meter
	 * @return the name in Prometheus
	 */
	public String timer(String name) {
		return of(name, Meter.Type.TIMER, null).name();
	}

	/**
	 * Return the label that a tag becomes.
	 * @param key the key of the tag
	 * @return the name of the label
	 */
	public String label(String key) {
		return HAS_REGISTRY ? Scrape.label(key, this.convention) : key.replaceAll("[^A-Za-z0-9_]", "_");
	}

	private static Exported conventional(Key key) {
		String name = key.name().replaceAll("[^A-Za-z0-9_:]", "_");
		String unit = (key.type() == Meter.Type.TIMER || key.type() == Meter.Type.LONG_TASK_TIMER) ? "seconds"
				: key.baseUnit();
		if (unit != null && !name.endsWith('_' + unit)) {
			name += '_' + unit;
		}
		if (key.type() == Meter.Type.COUNTER && !name.endsWith("_total")) {
			name += "_total";
		}
		return new Exported(name, Set.of(name), true);
	}

	/**
	 * What a scrape has of a meter.
	 *
	 * @param name the name of the metric; of a timer or a distribution summary without
	 * the suffixes of its samples
	 * @param reserved all names of metrics and samples that the meter takes, in any
	 * exposition format
	 * @param faithful whether the metric has all words of the meter's name and its type.
	 * Prometheus drops suffixes such as {@code created}, and a gauge that ends in
	 * {@code info} becomes a constant.
	 */
	public record Exported(String name, Set<String> reserved, boolean faithful) {

	}

	private record Key(String name, Meter.Type type, @Nullable String baseUnit) {

	}

	/** A class of its own because the Prometheus registry is optional. */
	private static final class Scrape {

		private static final List<String> FORMATS = List.of("text/plain; version=0.0.4",
				"application/openmetrics-text; version=1.0.0");

		private static final String TYPE = "# TYPE ";

		private static final NamingConvention BY_DEFAULT = new PrometheusNamingConvention();

		static @Nullable NamingConvention customConvention(MeterRegistry registry) {
			if (registry instanceof PrometheusMeterRegistry) {
				NamingConvention convention = registry.config().namingConvention();
				// A convention of this class can still have a suffix for timers.
				return (convention.getClass() == PrometheusNamingConvention.class
						&& convention.name("timer", Meter.Type.TIMER).equals("timer_seconds")) ? null : convention;
			}
			if (registry instanceof CompositeMeterRegistry composite) {
				for (MeterRegistry each : composite.getRegistries()) {
					NamingConvention convention = customConvention(each);
					if (convention != null) {
						return convention;
					}
				}
			}
			return null;
		}

		static String family(Key key, @Nullable NamingConvention convention) {
			return ((convention != null) ? convention : BY_DEFAULT).name(key.name(), key.type(), key.baseUnit());
		}

		static String label(String key, @Nullable NamingConvention convention) {
			return ((convention != null) ? convention : BY_DEFAULT).tagKey(key);
		}

		static Exported read(Key key, @Nullable NamingConvention convention) {
			PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
					new PrometheusRegistry(), Clock.SYSTEM);
			try {
				if (convention != null) {
					registry.config().namingConvention(convention);
				}
				register(key, registry);
				Set<String> reserved = new LinkedHashSet<>();
				List<String[]> metrics = new ArrayList<>();
				FORMATS.forEach(
						(format) -> registry.scrape(format).lines().forEach((line) -> read(line, metrics, reserved)));
				if (metrics.isEmpty()) {
					return conventional(key);
				}
				// The first one: a timer also has a gauge of its maximum.
				String name = metrics.get(0)[0];
				return new Exported(name, Collections.unmodifiableSet(reserved),
						letters(name).contains(letters(key.name()))
								&& metrics.stream().noneMatch((metric) -> metric[1].equals("info")));
			}
			finally {
				registry.close();
			}
		}

		private static String letters(String name) {
			return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
		}

		private static void read(String line, List<String[]> metrics, Set<String> reserved) {
			if (line.startsWith(TYPE)) {
				String[] nameAndType = line.substring(TYPE.length()).split(" ");
				metrics.add(nameAndType);
				reserved.add(nameAndType[0]);
			}
			else if (!line.startsWith("#") && !line.isEmpty()) {
				reserved.add(line.split("[{ ]", 2)[0]);
			}
		}

		private static void register(Key key, MeterRegistry registry) {
			switch (key.type()) {
				case COUNTER -> Counter.builder(key.name()).baseUnit(key.baseUnit()).register(registry);
				case TIMER -> Timer.builder(key.name())
					.serviceLevelObjectives(Duration.ofSeconds(1))
					.register(registry)
					.record(1, TimeUnit.SECONDS);
				case DISTRIBUTION_SUMMARY -> DistributionSummary.builder(key.name())
					.baseUnit(key.baseUnit())
					.serviceLevelObjectives(1)
					.register(registry)
					.record(1);
				case LONG_TASK_TIMER -> LongTaskTimer.builder(key.name()).register(registry);
				default -> Gauge.builder(key.name(), () -> 1).baseUnit(key.baseUnit()).register(registry);
			}
		}

	}

}
