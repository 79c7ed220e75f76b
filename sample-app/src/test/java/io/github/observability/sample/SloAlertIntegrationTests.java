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
 * The page by the names that Boot has by default.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "management.endpoints.web.exposure.include=health,prometheus,slo")
@AutoConfigureMetrics
@EnabledIfSystemProperty(named = "tests.full", matches = "true")
class SloAlertIntegrationTests extends SloAlert {

	SloAlertIntegrationTests(@LocalServerPort int port, @Autowired JdbcClient jdbc) {
		super(SemanticConvention.MICROMETER, port, jdbc);
	}

}
