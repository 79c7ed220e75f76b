package io.github.observability.cost.series;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.observability.BusinessMeterNames;
import io.github.observability.HttpNames;
import io.github.observability.RecordedNames;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Meters whose series are limited by their own feature, with properties of its own, and
 * meters that another filter denies. Beans are resolved when the application has started:
 * a filter is asked while beans are created, under locks of its own.
 */
final class SeriesExemptions implements Predicate<Meter.Id>, SmartInitializingSingleton {

	private final ObjectProvider<MeterFilter> filterProvider;

	private final ObjectProvider<BusinessMeterNames> businessProvider;

	private final ObjectProvider<RecordedNames> namesProvider;

	private volatile List<MeterFilter> filters = List.of();

	private volatile Set<String> requests = Set.of();

	private volatile @Nullable BusinessMeterNames business;

	SeriesExemptions(ObjectProvider<MeterFilter> filters, ObjectProvider<BusinessMeterNames> business,
			ObjectProvider<RecordedNames> names) {
		this.filterProvider = filters;
		this.businessProvider = business;
		this.namesProvider = names;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.filters = this.filterProvider.orderedStream()
			.filter((filter) -> !(filter instanceof SeriesGuard))
			.toList();
		this.business = this.businessProvider.getIfAvailable();
		RecordedNames names = this.namesProvider.getIfAvailable();
		if (names != null) {
			this.requests = Stream.of(names.server(), names.client(), names.webClient())
				.map(HttpNames::requests)
				.collect(Collectors.toUnmodifiableSet());
		}
	}

	@Override
	public boolean test(Meter.Id id) {
		BusinessMeterNames business = this.business;
		return this.requests.contains(id.getName()) || (business != null && business.names().contains(id.getName()))
				|| isDenied(id);
	}

	private boolean isDenied(Meter.Id id) {
		try {
			for (MeterFilter filter : this.filters) {
				MeterFilterReply reply = filter.accept(id);
				if (reply != MeterFilterReply.NEUTRAL) {
					return reply == MeterFilterReply.DENY;
				}
			}
			return false;
		}
		catch (RuntimeException ex) {
			// The registry asks the same filter and shows what it throws.
			return false;
		}
	}

}
