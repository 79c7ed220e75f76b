package io.github.observability.sample;

import java.util.List;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The same journeys with the beans that were worked out when the application was built,
 * which it is in the whole check only.
 */
@EnabledIfSystemProperty(named = "tests.full", matches = "true")
class RidesAotJarIT extends RidesJarIT {

	@Override
	List<String> jvmOptions() {
		return List.of("-Dspring.aot.enabled=true");
	}

	@Override
	String firstMessage() {
		return "Starting AOT-processed RidesApplication ";
	}

	/** Whether there is an endpoint was decided when the application was built. */
	@Override
	boolean exportsSpans() {
		return false;
	}

}
