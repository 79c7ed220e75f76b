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
 * The same outage by OpenTelemetry's names.
 */
@EnabledIfSystemProperty(named = "tests.full", matches = "true")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "rides.traffic.enabled=false", "rides.pricing.slow-quote-time=300ms",
				"spring.datasource.url=jdbc:h2:mem:otel-drill;DB_CLOSE_DELAY=-1", "server.tomcat.threads.max=64",
				SemanticConvention.PROPERTY + "=opentelemetry" })
@AutoConfigureMetrics
@AutoConfigureTracing
@Import(OutageDrill.Configuration.class)
class OpenTelemetryOutageDrillIntegrationTests extends OutageDrill {

	OpenTelemetryOutageDrillIntegrationTests(@LocalServerPort int port, @Autowired Arrivals arrivals) {
		super(SemanticConvention.OPENTELEMETRY, port, arrivals);
	}

}
