package io.github.observability.golden;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/**
 * {@link MeterFilter} that gives latency timers a few fixed buckets. It runs before
 * Boot's properties filter, so that the user's
 * {@code management.metrics.distribution.slo.*} wins.
 */
final class LatencyMeterFilter implements MeterFilter {

	private final Set<String> timers;

	private final DistributionStatisticConfig buckets;

	LatencyMeterFilter(Set<String> timers, List<Duration> buckets) {
		this.timers = timers;
		this.buckets = DistributionStatisticConfig.builder()
			.serviceLevelObjectives(buckets.stream().mapToDouble(Duration::toNanos).toArray())
			.build();
	}

	@Override
	public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		if (id.getType() == Meter.Type.TIMER && this.timers.contains(id.getName())) {
			return this.buckets.merge(config);
		}
		return config;
	}

}
