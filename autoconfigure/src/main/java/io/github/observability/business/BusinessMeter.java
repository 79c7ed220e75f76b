package io.github.observability.business;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

/**
 * Meters of this feature, beside those that an application declares.
 */
enum BusinessMeter implements DefinedMeter {

	COLLAPSED(MeterDefinition.counter("observability.business.collapsed",
			"Tag values counted under 'other' because of a limit or because the tag refuses them", BusinessTag.METER,
			BusinessTag.KEY)),

	REJECTED(MeterDefinition.counter("observability.business.rejected",
			"Events and tag values that were not counted because they are invalid", BusinessTag.METER,
			BusinessTag.REASON)),

	REPEATED(MeterDefinition.counter("observability.business.repeated",
			"Events that were not counted because their key had already been counted", BusinessTag.METER)),

	FUNNEL_STEPS(MeterDefinition.counter("observability.business.funnel.steps",
			"How often a step of a funnel was reached", BusinessTag.FUNNEL, BusinessTag.STEP)),

	FUNNEL_DROP_OFF(MeterDefinition.gauge("observability.business.funnel.dropoff",
			"Share of the previous step that did not reach this one, since the start", BusinessTag.FUNNEL,
			BusinessTag.STEP)),

	SCORE(MeterDefinition.gauge("observability.business.score", "Score from 0 to 1, NaN while a component is unknown",
			BusinessTag.SCORE)),

	SCORE_COMPONENT(MeterDefinition.gauge("observability.business.score.component",
			"Component of a score from 0 (at its bad bound) to 1 (at its good bound)", BusinessTag.SCORE,
			BusinessTag.COMPONENT)),

	SCORE_CONTRIBUTION(MeterDefinition.gauge("observability.business.score.contribution",
			"How much a component lowers the score; all contributions add up to 1 minus the score", BusinessTag.SCORE,
			BusinessTag.COMPONENT)),

	OUTLIER(MeterDefinition.gauge("observability.business.outlier",
			"1 if a group fails more often than the other groups, otherwise 0", BusinessTag.COMPARISON,
			BusinessTag.GROUP)),

	OUTLIER_RATIO(MeterDefinition.gauge("observability.business.outlier.ratio",
			"Failure rate of a group relative to the median group, NaN below the minimum volume",
			BusinessTag.COMPARISON, BusinessTag.GROUP));

	private final MeterDefinition definition;

	BusinessMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

	/**
	 * Return the tags of a series.
	 * @param values the values, in the order of the key names
	 * @return the tags
	 */
	Tags tags(String... values) {
		Tags tags = Tags.empty();
		for (int i = 0; i < values.length; i++) {
			tags = tags.and(Tag.of(getKeyNames()[i].asString(), values[i]));
		}
		return tags;
	}

	Counter counter(MeterRegistry registry, String... values) {
		return Counter.builder(getName()).description(description()).tags(tags(values)).register(registry);
	}

}
