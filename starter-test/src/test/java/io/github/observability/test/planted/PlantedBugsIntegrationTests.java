package io.github.observability.test.planted;

import io.github.observability.test.Meters;
import io.github.observability.test.ObservabilityTest;
import io.github.observability.test.Traces;
import io.github.observability.test.repetition.Repeatable;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Each bug is found by its assertion, which prints what is wrong.
 */
@Repeatable
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ObservabilityTest(deadline = "1s")
class PlantedBugsIntegrationTests {

	@Autowired
	private Shop shop;

	@Autowired
	private ObservationRegistry observations;

	@AfterEach
	void clear() {
		this.shop.plant(null);
		this.shop.clear();
	}

	@ParameterizedTest
	@EnumSource
	void isFound(PlantedBug bug, Traces traces, Meters meters) {
		this.shop.plant(bug);
		Observation.createNotStarted("shop", this.observations).observe(() -> bug.work(this.shop));
		assertThatThrownBy(() -> bug.check(new Found(this.shop, traces.withSpan("shop"), meters)))
			.isInstanceOf(AssertionError.class)
			.hasMessageContaining(bug.message());
	}

}
