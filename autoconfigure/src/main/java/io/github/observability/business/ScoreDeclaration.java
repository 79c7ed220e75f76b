package io.github.observability.business;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A score that is declared by properties.
 *
 * @param combine how the components make the score
 * @param components the components, by name
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
	 * @param meter the meter whose value it is; the sum if it has several series
	 * @param per the meter that the value is divided by, if any
	 * @param good the value at which it is 1
	 * @param bad the value at which it is 0
	 * @param weight its weight in the mean
	 */
	record Component(@Nullable String meter, @Nullable String per, @Nullable Double good, @Nullable Double bad,
			@DefaultValue("1") double weight) {

	}

}
