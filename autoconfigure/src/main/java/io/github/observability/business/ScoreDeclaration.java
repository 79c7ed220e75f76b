package io.github.observability.business;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A score that is declared by properties.
 *
 * @param combine How the components combine into the score.
 * @param components Components by name.
 */
record ScoreDeclaration(@DefaultValue("geometric") Combine combine, @DefaultValue Map<String, Component> components) {

	/**
	 * How components make a score.
	 */
	enum Combine {

		/** The weighted geometric mean: each one counts, and one at 0 makes it 0. */
		GEOMETRIC,

		/** The worst of them alone. */
		MINIMUM

	}

	/**
	 * A component of a score.
	 *
	 * @param meter Meter that provides the value, summed over its series.
	 * @param per Meter that the value is divided by, if any.
	 * @param good Value at which the component is 1.
	 * @param bad Value at which the component is 0.
	 * @param weight Weight of the component in the mean.
	 */
	record Component(@Nullable String meter, @Nullable String per, @Nullable Double good, @Nullable Double bad,
			@DefaultValue("1") double weight) {

	}

}
