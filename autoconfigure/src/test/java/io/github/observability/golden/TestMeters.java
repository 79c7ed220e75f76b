package io.github.observability.golden;

import java.util.List;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

/**
 * Meters of served requests for tests of single classes.
 */
final class TestMeters {

	private TestMeters() {
	}

	static RequestMeters served(MeterRegistry registry, RecordingFaults faults, String... properties) {
		InFlightRequests inFlight = new InFlightRequests(() -> HttpNames.server(SemanticConvention.MICROMETER),
				GoldenMeter.SERVER_REQUESTS_ACTIVE);
		inFlight.bindTo(registry);
		RouteLimit routes = new RouteLimit(registry, List.of(HttpNames.server(SemanticConvention.MICROMETER)),
				"management.metrics.web.server.max-uri-tags", 200);
		return RequestMeters.server(registry, inFlight, routes, properties(properties), faults, null, null);
	}

	static GoldenSignalsProperties properties(String... properties) {
		MockEnvironment environment = new MockEnvironment();
		for (String property : properties) {
			String[] parts = property.split("=", 2);
			environment.setProperty("observability.golden." + parts[0], parts[1]);
		}
		return Binder.get(environment).bindOrCreate("observability.golden", GoldenSignalsProperties.class);
	}

}
