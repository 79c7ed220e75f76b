package io.github.observability.business;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint @Endpoint} that reports the business metrics of this instance.
 */
@Endpoint(id = "business")
final class BusinessEndpoint {

	private final MeterRegistry registry;

	private final MeterCatalog catalog;

	private final Map<String, DefaultBusinessFunnel> funnels;

	private final OutlierMonitor outliers;

	BusinessEndpoint(MeterRegistry registry, MeterCatalog catalog, Map<String, DefaultBusinessFunnel> funnels,
			OutlierMonitor outliers) {
		this.registry = registry;
		this.catalog = catalog;
		this.funnels = funnels;
		this.outliers = outliers;
	}

	@ReadOperation
	BusinessState state() {
		Map<String, List<Series>> meters = new TreeMap<>();
		Map<String, String> prometheusNames = new TreeMap<>();
		for (MeterId id : this.catalog.ids()) {
			meters.put(id.name(), series(this.registry, id.name()));
			prometheusNames.put(id.name(), this.catalog.prometheusName(id));
		}
		return new BusinessState(meters, prometheusNames, series(this.registry, BusinessMeter.REJECTED.getName()),
				each(this.funnels, BusinessEndpoint::steps), each(this.catalog.scores(), BusinessEndpoint::score),
				each(this.outliers.comparisons(), BusinessEndpoint::groups));
	}

	private static <T, S> Map<String, S> each(Map<String, T> named, Function<T, S> state) {
		Map<String, S> states = new TreeMap<>();
		named.forEach((name, value) -> states.put(name, state.apply(value)));
		return states;
	}

	private static List<Series> series(MeterRegistry registry, String meter) {
		List<Series> series = new ArrayList<>();
		for (Meter each : registry.find(meter).meters()) {
			Map<String, String> tags = new TreeMap<>();
			for (Tag tag : each.getId().getTagsAsIterable()) {
				tags.put(tag.getKey(), tag.getValue());
			}
			Map<String, @Nullable Double> values = new LinkedHashMap<>();
			for (Measurement measurement : each.measure()) {
				values.put(measurement.getStatistic().getTagValueRepresentation(), known(measurement.getValue()));
			}
			series.add(new Series(tags, values));
		}
		return series;
	}

	private static List<Step> steps(DefaultBusinessFunnel funnel) {
		List<Step> steps = new ArrayList<>();
		for (int i = 0; i < funnel.steps().size(); i++) {
			steps.add(new Step(funnel.steps().get(i), (long) funnel.count(i), (i > 0) ? funnel.dropOff(i) : null));
		}
		return steps;
	}

	private static ScoreState score(Score score) {
		Score.Reading reading = score.reading();
		Map<String, ComponentState> components = new LinkedHashMap<>();
		List<String> names = score.componentNames();
		for (int i = 0; i < names.size(); i++) {
			components.put(names.get(i), new ComponentState(known(reading.values()[i]), known(reading.positions()[i]),
					known(reading.contributions()[i])));
		}
		return new ScoreState(known(reading.score()), score.cause(), components);
	}

	private static List<GroupState> groups(OutlierComparison comparison) {
		return comparison.verdicts()
			.values()
			.stream()
			.map((verdict) -> new GroupState(verdict.group().name(), verdict.group().events(),
					verdict.group().failures(), verdict.ratio(), verdict.outlier()))
			.toList();
	}

	private static @Nullable Double known(double value) {
		return Double.isFinite(value) ? value : null;
	}

	/**
	 * The response. An unknown number is null.
	 *
	 * @param meters the series of each business meter
	 * @param prometheusNames the name of each business meter in a Prometheus scrape
	 * @param rejected events and values that were not counted
	 * @param funnels the steps of each funnel, in order
	 * @param scores the scores
	 * @param outliers the comparisons of groups
	 */
	record BusinessState(Map<String, List<Series>> meters, Map<String, String> prometheusNames, List<Series> rejected,
			Map<String, List<Step>> funnels, Map<String, ScoreState> scores, Map<String, List<GroupState>> outliers) {

	}

	/**
	 * A series of a meter.
	 *
	 * @param tags its tags
	 * @param values its values, by statistic
	 */
	record Series(Map<String, String> tags, Map<String, @Nullable Double> values) {

	}

	/**
	 * A step of a funnel.
	 *
	 * @param step its name
	 * @param count how often it was reached
	 * @param dropOff share of the previous step that did not reach it, null for the first
	 */
	record Step(String step, long count, @Nullable Double dropOff) {

	}

	/**
	 * A score.
	 *
	 * @param score the score from 0 to 1, null while a component is unknown
	 * @param cause the component that lowers it most or is unknown, null if there is none
	 * @param components its components
	 */
	record ScoreState(@Nullable Double score, @Nullable String cause, Map<String, ComponentState> components) {

	}

	/**
	 * A component of a score.
	 *
	 * @param value the value of its meter
	 * @param position from 0 at the bad bound to 1 at the good bound
	 * @param contribution how much it lowers the score
	 */
	record ComponentState(@Nullable Double value, @Nullable Double position, @Nullable Double contribution) {

	}

	/**
	 * A compared group.
	 *
	 * @param group its name
	 * @param events its events within the window
	 * @param failures how many of them failed
	 * @param ratio its failure rate relative to the median group
	 * @param outlier whether it fails more often than the other groups
	 */
	record GroupState(String group, long events, long failures, double ratio, boolean outlier) {

	}

}
