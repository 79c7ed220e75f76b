package io.github.observability.business;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * Meters of ours beside those that an application declares.
 */
enum BusinessMeter implements MeterDocumentation {

	COLLAPSED("observability.business.collapsed", Meter.Type.COUNTER,
			"Events counted under other because a tag or a meter had reached its limit or refused the value",
			BusinessTag.METER, BusinessTag.KEY),

	REJECTED("observability.business.rejected", Meter.Type.COUNTER,
			"Events and values not counted because they were not valid", BusinessTag.METER, BusinessTag.REASON),

	REPEATED("observability.business.repeated", Meter.Type.COUNTER,
			"Events not counted because their key had been counted before", BusinessTag.METER),

	FUNNEL_STEPS("observability.business.funnel.steps", Meter.Type.COUNTER, "Times that a step of a funnel was reached",
			BusinessTag.FUNNEL, BusinessTag.STEP),

	FUNNEL_DROP_OFF("observability.business.funnel.dropoff", Meter.Type.GAUGE,
			"Share of those at the step before that did not reach this one, since the start", BusinessTag.FUNNEL,
			BusinessTag.STEP),

	SCORE("observability.business.score", Meter.Type.GAUGE, "Score from 0 to 1, NaN while a component is unknown",
			BusinessTag.SCORE),

	SCORE_COMPONENT("observability.business.score.component", Meter.Type.GAUGE,
			"Component of a score from 0 (at its bad bound) to 1 (at its good bound)", BusinessTag.SCORE,
			BusinessTag.COMPONENT),

	SCORE_CONTRIBUTION("observability.business.score.contribution", Meter.Type.GAUGE,
			"Share of a component in the drop of the score below 1; all of them add up to the drop", BusinessTag.SCORE,
			BusinessTag.COMPONENT),

	OUTLIER("observability.business.outlier", Meter.Type.GAUGE,
			"Whether a group fails more than the others: 1 if so, 0 if not", BusinessTag.COMPARISON, BusinessTag.GROUP),

	OUTLIER_RATIO("observability.business.outlier.ratio", Meter.Type.GAUGE,
			"Failure rate of a group over that of the middle group, NaN below the minimum volume",
			BusinessTag.COMPARISON, BusinessTag.GROUP);

	private final String name;

	private final Meter.Type type;

	private final String description;

	private final KeyName[] keyNames;

	BusinessMeter(String name, Meter.Type type, String description, KeyName... keyNames) {
		this.name = name;
		this.type = type;
		this.description = description;
		this.keyNames = keyNames;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.keyNames;
	}

	String description() {
		return this.description;
	}

	/**
	 * The tags of this meter.
	 * @param values their values, in the order of the key names
	 * @return the tags
	 */
	Tags tags(String... values) {
		Tags tags = Tags.empty();
		for (int i = 0; i < values.length; i++) {
			tags = tags.and(Tag.of(this.keyNames[i].asString(), values[i]));
		}
		return tags;
	}

	Counter counter(MeterRegistry registry, String... values) {
		return Counter.builder(this.name).description(this.description).tags(tags(values)).register(registry);
	}

}
