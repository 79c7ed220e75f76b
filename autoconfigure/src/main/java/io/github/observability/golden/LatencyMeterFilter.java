package io.github.observability.golden;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

import org.springframework.util.function.SingletonSupplier;

/**
 * {@link MeterFilter} that gives latency timers a few fixed buckets. It runs before
 * Boot's properties filter, so that the user's
 * {@code management.metrics.distribution.slo.*} wins.
 */
final class LatencyMeterFilter implements MeterFilter {

	private final SingletonSupplier<Set<String>> timers;

	private final DistributionStatisticConfig buckets;

	/**
	 * Create a filter.
	 * @param timers gives the names of the timers, which are not known before all filters
	 * are
	 * @param buckets the upper bounds of the buckets
	 */
	LatencyMeterFilter(Supplier<Set<String>> timers, List<Duration> buckets) {
		this.timers = SingletonSupplier.of(timers);
		this.buckets = DistributionStatisticConfig.builder()
			.serviceLevelObjectives(buckets.stream().mapToDouble(Duration::toNanos).toArray())
			.build();
	}

	@Override
	public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		if (id.getType() == Meter.Type.TIMER && this.timers.obtain().contains(id.getName())) {
			return this.buckets.merge(config);
		}
		return config;
	}

	/**
	 * {@link MeterFilter} that describes meters which have no description, such as all
	 * meters of observations and Tomcat's. Their {@code HELP} line in a scrape would be
	 * empty. An unknown meter gets the name that its instrumentation uses.
	 */
	static final class Description implements MeterFilter {

		private final SingletonSupplier<Map<String, String>> descriptions;

		Description(Supplier<Map<String, String>> descriptions) {
			this.descriptions = SingletonSupplier.of(descriptions);
		}

		@Override
		public Meter.Id map(Meter.Id id) {
			if (id.getDescription() != null) {
				return id;
			}
			String description = this.descriptions.obtain()
				.getOrDefault(id.getName(), "Micrometer meter " + id.getName());
			return new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), description,
					id.getType());
		}

	}

}
