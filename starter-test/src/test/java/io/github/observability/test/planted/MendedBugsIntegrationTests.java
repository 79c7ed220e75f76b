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

/**
 * Without the bug the same assertion holds.
 */
@Repeatable
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ObservabilityTest(deadline = "30s")
class MendedBugsIntegrationTests {

	@Autowired
	private Shop shop;

	@Autowired
	private ObservationRegistry observations;

	@AfterEach
	void clear() {
		this.shop.clear();
	}

	@ParameterizedTest
	@EnumSource
	void isNotFound(PlantedBug bug, Traces traces, Meters meters) {
		Observation.createNotStarted("shop", this.observations).observe(() -> bug.work(this.shop));
		bug.check(new Found(this.shop, traces.withSpan("shop"), meters));
	}

}
