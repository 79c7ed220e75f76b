package io.github.observability.business;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code business} endpoint answers. A number that is not known is null.
 *
 * @param meters the series of each business meter
 * @param rejected events and values that were not counted
 * @param funnels the steps of each funnel, in their order
 * @param scores the scores
 * @param outliers the comparisons of groups
 */
record BusinessState(Map<String, List<Series>> meters, List<Series> rejected, Map<String, List<Step>> funnels,
		Map<String, ScoreState> scores, Map<String, List<GroupState>> outliers) {

	static List<Series> series(MeterRegistry registry, String meter) {
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

	static List<Step> steps(Funnel funnel) {
		List<Step> steps = new ArrayList<>();
		for (int i = 0; i < funnel.steps().size(); i++) {
			steps.add(new Step(funnel.steps().get(i), (long) funnel.count(i), (i > 0) ? funnel.dropOff(i) : null));
		}
		return steps;
	}

	static ScoreState score(Score score) {
		Score.Reading reading = score.reading();
		Map<String, ComponentState> components = new LinkedHashMap<>();
		List<String> names = score.componentNames();
		for (int i = 0; i < names.size(); i++) {
			components.put(names.get(i), new ComponentState(known(reading.values()[i]), known(reading.positions()[i]),
					known(reading.contributions()[i])));
		}
		return new ScoreState(known(reading.score()), score.cause(), components);
	}

	static List<GroupState> groups(GroupComparison comparison) {
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
	 * @param count times it was reached
	 * @param dropOff share of those at the step before that did not reach it, null for
	 * the first
	 */
	record Step(String step, long count, @Nullable Double dropOff) {

	}

	/**
	 * A score.
	 *
	 * @param score the score from 0 to 1, null while a component is not known
	 * @param cause the component that takes most from it or is not known, null if none
	 * does
	 * @param components its components
	 */
	record ScoreState(@Nullable Double score, @Nullable String cause, Map<String, ComponentState> components) {

	}

	/**
	 * A component of a score.
	 *
	 * @param value what its meter says
	 * @param position from 0 at the bad bound to 1 at the good one
	 * @param contribution what it takes from the score
	 */
	record ComponentState(@Nullable Double value, @Nullable Double position, @Nullable Double contribution) {

	}

	/**
	 * A group that was compared.
	 *
	 * @param group its name
	 * @param events its events within the window
	 * @param failures how many of them failed
	 * @param ratio its failure rate over that of the middle group
	 * @param outlier whether it fails more than the others
	 */
	record GroupState(String group, long events, long failures, double ratio, boolean outlier) {

	}

}
