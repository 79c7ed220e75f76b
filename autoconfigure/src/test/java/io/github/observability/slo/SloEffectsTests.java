package io.github.observability.slo;

import java.time.Duration;
import java.util.Map;

import io.github.observability.FailureTable;
import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.micrometer.common.KeyValues;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link SloEffects}.
 */
class SloEffectsTests {

	private static final Map<String, String> SERVED = Map.of("uri", "/rides", "method", "POST", "status", "201",
			"outcome", "SUCCESS", "exception", "none");

	private static final Map<String, String> FAILED = Map.of("uri", "/rides", "method", "POST", "status", "500",
			"outcome", "SERVER_ERROR", "exception", "IllegalStateException");

	private final SloEvents events = new SloEvents(TestSlos
		.properties("objectives.available.target=99.5", "objectives.available.http.route=/rides",
				"objectives.fast.target=95", "objectives.fast.http.route=/rides", "objectives.fast.slower-than=300ms",
				"objectives.elsewhere.target=99", "objectives.elsewhere.http.route=/quotes",
				"objectives.matching.target=99", "objectives.matching.observation=matching.search")
		.slos(), FailureTable.defaults(), () -> HttpNames.server(SemanticConvention.MICROMETER));

	private final SloEffects effects = new SloEffects(this.events);

	@Test
	void tellsWhatARequestMeantForEachObjectiveThatItConcerns() {
		assertThat(this.effects.ofRequest(SERVED, Duration.ofMillis(20)))
			.extracting(SloEffects.Effect::slo, SloEffects.Effect::result)
			.containsExactly(tuple("available", "good"), tuple("fast", "good"));
		assertThat(this.effects.ofRequest(SERVED, Duration.ofMillis(301)))
			.extracting(SloEffects.Effect::slo, SloEffects.Effect::result)
			.containsExactly(tuple("available", "good"), tuple("fast", "bad"));
		assertThat(this.effects.ofRequest(FAILED, Duration.ofMillis(20)))
			.extracting(SloEffects.Effect::slo, SloEffects.Effect::result)
			.containsExactly(tuple("available", "bad"), tuple("fast", "ignored"));
	}

	@Test
	void tellsWhatAnObservationMeant() {
		assertThat(this.effects.observations()).containsExactly("matching.search");
		assertThat(this.effects.ofObservation("matching.search", Map.of(), Duration.ZERO, true)).singleElement()
			.extracting(SloEffects.Effect::slo, SloEffects.Effect::result)
			.containsExactly("matching", "bad");
		assertThat(this.effects.ofObservation("other", Map.of(), Duration.ZERO, true)).isEmpty();
	}

	@Test
	void agreesWithTheCountsAndCountsNothing() {
		KeyValues keyValues = KeyValues.of(FAILED.entrySet(), Map.Entry::getKey, Map.Entry::getValue);
		this.events.counter(keyValues, "IllegalStateException").count(0);
		this.effects.ofRequest(FAILED, Duration.ZERO);
		assertThat(this.effects.ofRequest(FAILED, Duration.ZERO).get(0))
			.extracting(SloEffects.Effect::good, SloEffects.Effect::bad)
			.containsExactly(0L, 1L);
	}

}
