package io.github.observability.slo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

import io.github.observability.testing.InstalledTool;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Objectives of an application that serves real requests and is really scraped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("jdk")
class SloEndpointIntegrationTests {

	private RunningApplication application;

	private JsonNode status;

	@BeforeAll
	void start() {
		String prefix = "observability.slo.objectives.";
		this.application = RunningApplication.start(Application.class, "spring.application.name=rides",
				"management.endpoints.web.exposure.include=slo,prometheus", prefix + "rides.target=99.9",
				prefix + "rides.http.route=/rides/{status}", prefix + "rides.ignore=404", prefix + "charge.target=99",
				prefix + "charge.observation=charge", prefix + "typo.target=99", prefix + "typo.http.route=/ridez");
		for (String status : new String[] { "200", "201", "500", "404" }) {
			this.application.get("/rides/" + status);
		}
		Observation.start("charge", this.application.bean(ObservationRegistry.class)).stop();
		// A request is recorded after its answer is sent.
		this.status = Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> new JsonMapper().readTree(this.application.get("/actuator/slo").body()),
					(answer) -> objective(answer, "rides").path("ignored").asLong() == 1);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@Test
	void tellsWhatThisInstanceCounted() {
		assertThat(this.status.path("scope").asString()).isEqualTo("instance");
		JsonNode rides = objective(this.status, "rides");
		assertThat(rides.path("target").asDouble()).isEqualTo(99.9);
		assertThat(rides.path("period").asString()).isEqualTo("30d");
		assertThat(rides.path("good").asLong()).isEqualTo(2);
		assertThat(rides.path("bad").asLong()).isEqualTo(1);
		assertThat(rides.path("instanceRatio").asDouble()).isBetween(0.66, 0.67);
		assertThat(rides.hasNonNull("problem")).isFalse();
		assertThat(objective(this.status, "charge").path("good").asLong()).isEqualTo(1);
	}

	@Test
	void tellsWhatNeverAppeared() {
		assertThat(objective(this.status, "typo").path("problem").asString())
			.isEqualTo("no handler is mapped to /ridez");
		assertThat(objective(this.status, "typo").hasNonNull("instanceRatio")).isFalse();
	}

	@Test
	void isScraped() {
		assertThat(this.application.get("/actuator/prometheus").body()).contains(
				"observability_slo_events_total{result=\"good\",slo=\"rides\"} 2.0",
				"observability_slo_events_total{result=\"bad\",slo=\"rides\"} 1.0",
				"observability_slo_events_total{result=\"ignored\",slo=\"rides\"} 1.0",
				"observability_slo_events_total{result=\"bad\",slo=\"typo\"} 0.0");
	}

	@ParameterizedTest
	@EnumSource
	void rendersEachFile(SloRendering.Output file) {
		String id = file.name().toLowerCase(Locale.ROOT).replace('_', '-');
		assertThat(this.application.get("/actuator/slo/" + id).body()).contains("rides").endsWith("\n");
	}

	@Test
	void doesNotKnowOtherFiles() {
		assertThat(this.application.get("/actuator/slo/nothing").statusCode()).isEqualTo(404);
	}

	@Test
	void rendersRulesThatPromtoolAccepts(@TempDir Path directory) throws Exception {
		Files.writeString(directory.resolve("rules.yml"), this.application.get("/actuator/slo/rules").body());
		new InstalledTool("promtool").passes(directory, "check", "rules", "rules.yml");
	}

	private static JsonNode objective(JsonNode status, String name) {
		return status.path("objectives")
			.valueStream()
			.filter((objective) -> objective.path("name").asString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@UnsecuredApplication
	@Import(Rides.class)
	static class Application {

	}

	@RestController
	static class Rides {

		@GetMapping("/rides/{status}")
		ResponseEntity<String> ride(@PathVariable int status) {
			return ResponseEntity.status(status).body("ride");
		}

	}

}
