package io.github.observability.sample;

import io.github.observability.SemanticConvention;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The same page by OpenTelemetry's names, in the whole check only.
 */
@EnabledIfSystemProperty(named = "tests.full", matches = "true")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoints.web.exposure.include=health,prometheus,slo",
				"spring.datasource.url=jdbc:h2:mem:otel-alert;DB_CLOSE_DELAY=-1",
				SemanticConvention.PROPERTY + "=opentelemetry" })
@AutoConfigureMetrics
class OpenTelemetrySloAlertIntegrationTests extends SloAlert {

	OpenTelemetrySloAlertIntegrationTests(@LocalServerPort int port, @Autowired JdbcClient jdbc) {
		super(SemanticConvention.OPENTELEMETRY, port, jdbc);
	}

}
