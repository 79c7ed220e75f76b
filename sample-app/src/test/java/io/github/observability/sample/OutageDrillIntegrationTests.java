package io.github.observability.sample;

import io.github.observability.SemanticConvention;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.micrometer.tracing.test.autoconfigure.AutoConfigureTracing;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/**
 * The outage by the names that Boot has by default. Its volume makes it a part of the
 * whole check only.
 */
@EnabledIfSystemProperty(named = "tests.full", matches = "true")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "rides.traffic.enabled=false", "rides.pricing.slow-quote-time=300ms",
				"spring.datasource.url=jdbc:h2:mem:drill;DB_CLOSE_DELAY=-1", "server.tomcat.threads.max=64" })
@AutoConfigureMetrics
@AutoConfigureTracing
@Import(OutageDrill.Configuration.class)
class OutageDrillIntegrationTests extends OutageDrill {

	OutageDrillIntegrationTests(@LocalServerPort int port, @Autowired Arrivals arrivals) {
		super(SemanticConvention.MICROMETER, port, arrivals);
	}

}
