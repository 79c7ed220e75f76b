package io.github.observability.business;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} that tells the state of the business as this instance counts
 * it.
 */
@Endpoint(id = "business")
final class BusinessEndpoint {

	private final MeterRegistry registry;

	private final MeterCatalog catalog;

	private final Map<String, Funnel> funnels;

	private final Scores scores;

	private final GroupComparisons comparisons;

	BusinessEndpoint(MeterRegistry registry, MeterCatalog catalog, Map<String, Funnel> funnels, Scores scores,
			GroupComparisons comparisons) {
		this.registry = registry;
		this.catalog = catalog;
		this.funnels = funnels;
		this.scores = scores;
		this.comparisons = comparisons;
	}

	@ReadOperation
	BusinessState state() {
		Map<String, List<BusinessState.Series>> meters = new TreeMap<>();
		this.catalog.names().forEach((name) -> meters.put(name, BusinessState.series(this.registry, name)));
		return new BusinessState(meters, BusinessState.series(this.registry, BusinessMeter.REJECTED.getName()),
				each(this.funnels, BusinessState::steps), each(this.scores.all(), BusinessState::score),
				each(this.comparisons.all(), BusinessState::groups));
	}

	private static <T, S> Map<String, S> each(Map<String, T> named, Function<T, S> state) {
		Map<String, S> states = new TreeMap<>();
		named.forEach((name, value) -> states.put(name, state.apply(value)));
		return states;
	}

}
