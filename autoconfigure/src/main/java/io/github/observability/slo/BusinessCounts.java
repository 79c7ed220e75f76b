package io.github.observability.slo;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Counts that business counters hold already. They are read when somebody asks, so that
 * they equal the counters whenever these count, after a commit for example.
 */
final class BusinessCounts implements SloCounts {

	private final SloSource.BusinessEvents events;

	private volatile @Nullable MeterRegistry registry;

	BusinessCounts(SloSource.BusinessEvents events) {
		this.events = events;
	}

	void readFrom(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public double count(SloResult result) {
		return switch (result) {
			case GOOD -> sum(this.events.good());
			case BAD -> sum(this.events.bad());
			case IGNORED -> 0;
		};
	}

	private double sum(String name) {
		MeterRegistry registry = this.registry;
		return (registry != null) ? registry.find(name).counters().stream().mapToDouble(Counter::count).sum() : 0;
	}

}
