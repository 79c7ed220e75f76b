package io.github.observability.business;

import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * The scores that are declared.
 */
final class Scores {

	private final Map<String, Score> scores = new TreeMap<>();

	Scores(MeterRegistry registry, BusinessProperties properties) {
		properties.scores()
			.forEach((name, declaration) -> this.scores.put(name, new Score(name, declaration, registry)));
	}

	Map<String, Score> all() {
		return this.scores;
	}

}
