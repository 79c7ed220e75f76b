package io.github.observability.logging.level;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.SharedApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.testing.Volume;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Levels of one request among many, on each of its threads.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogLevelIntegrationTests {

	@RegisterExtension
	static final SharedApplication shared = new SharedApplication();

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final String[] SETTINGS = { "observability.logging.level-token.secret=" + SECRET,
			"observability.logging.access.enabled=false", "management.endpoint.levelrules.access=unrestricted",
			"management.endpoints.web.exposure.include=levelrules", "spring.main.web-application-type=servlet" };

	@AfterAll
	static void clearProperties() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
	}

	@Test
	void raisesLevelsOnEachThreadOfOneRequest(CapturedOutput output) {
		RunningApplication application = shared.get(ServletApplication.class, SETTINGS);
		String token = LevelTokenGenerator.generate(SECRET, Instant.now(), "levels=org.example.levels=DEBUG");
		assertThat(application.get("/rides/traced", "X-Log-Level-Token", token).statusCode()).isEqualTo(200);
		shared.awaitRest();
		assertThat(debugLines(output)).containsExactlyInAnyOrder("Ride traced", "Ride traced on another thread",
				"Ride traced is answered");
		assertThat(output.getOut()).contains("Token raises log levels for this request: {org.example.levels=DEBUG}");
	}

	@Test
	void leavesOtherRequestsAlone(CapturedOutput output) throws Exception {
		RunningApplication application = shared.get(ServletApplication.class, SETTINGS);
		int requests = Volume.of(1_000, 10_000);
		HttpClient client = HttpClient.newHttpClient();
		ExecutorService executor = Executors.newFixedThreadPool(8);
		List<Future<Integer>> answers = new java.util.ArrayList<>();
		for (int i = 0; i < requests; i++) {
			HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(application.url("/rides/" + i)))
				.timeout(Duration.ofSeconds(30));
			if (i == requests / 2) {
				request.header("X-Log-Level-Token",
						LevelTokenGenerator.generate(SECRET, Instant.now(), "levels=org.example.levels=DEBUG"));
			}
			else if (i % 5 == 0) {
				request.header("X-Log-Level-Token", "v1.bm90aGluZw.bm90aGluZw");
			}
			answers.add(executor
				.submit(() -> client.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode()));
		}
		for (Future<Integer> answer : answers) {
			assertThat(answer.get()).isEqualTo(200);
		}
		executor.shutdown();
		shared.awaitRest();
		String one = "Ride " + requests / 2;
		assertThat(debugLines(output)).containsExactlyInAnyOrder(one, one + " on another thread", one + " is answered");
		assertThat(RaisedLevels.inUse()).isFalse();
	}

	@Test
	void raisesLevelsByARule(CapturedOutput output) {
		RunningApplication application = shared.get(ServletApplication.class, SETTINGS);
		HttpRequest rule = HttpRequest.newBuilder(URI.create(application.url("/actuator/levelrules")))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("""
					{"key": "http.request.id", "value": "r-7", "level": "DEBUG", "logger": "org.example.levels"}"""))
			.build();
		String answer = HttpClient.newHttpClient().sendAsync(rule, HttpResponse.BodyHandlers.ofString()).join().body();
		application.get("/rides/8", "X-Request-Id", "r-8");
		application.get("/rides/7", "X-Request-Id", "r-7");
		shared.awaitRest();
		assertThat(debugLines(output)).contains("Ride 7", "Ride 7 on another thread").doesNotContain("Ride 8");
		String id = JsonLines.parse(answer).path("id").asString();
		assertThat(application.get("/actuator/levelrules").body()).contains(id);
		assertThat(application.send("/actuator/levelrules/" + id, "DELETE").statusCode()).isEqualTo(204);
		assertThat(application.get("/actuator/levelrules").body()).doesNotContain(id);
	}

	@Test
	void raisesLevelsOfWhatWebFluxServes(CapturedOutput output) {
		RunningApplication application = shared.get(ReactiveApplication.class,
				"observability.logging.level-token.secret=" + SECRET, "observability.logging.access.enabled=false",
				"spring.main.web-application-type=reactive");
		String token = LevelTokenGenerator.generate(SECRET, Instant.now(), "levels=org.example.levels=DEBUG");
		application.get("/rides/1");
		application.get("/rides/2", "X-Log-Level-Token", token);
		application.get("/rides/3");
		shared.close();
		assertThat(debugLines(output)).containsExactlyInAnyOrder("Ride 2", "Ride 2 on another thread");
		assertThat(RaisedLevels.inUse()).isFalse();
	}

	private static List<String> debugLines(CapturedOutput output) {
		String out = output.getOut();
		return JsonLines.parseAll(out.substring(0, out.lastIndexOf('\n') + 1))
			.stream()
			.filter((line) -> line.at("/log/level").asString().equals("DEBUG"))
			.map((line) -> line.path("message"))
			.map(JsonNode::asString)
			.toList();
	}

	@UnsecuredApplication
	@Import(Rides.class)
	static class ServletApplication {

	}

	@UnsecuredApplication
	@Import(ReactiveRides.class)
	static class ReactiveApplication {

	}

	@RestController
	static class Rides {

		private static final Logger logger = LoggerFactory.getLogger("org.example.levels.Rides");

		private final AsyncTaskExecutor executor;

		Rides(AsyncTaskExecutor executor) {
			this.executor = executor;
		}

		@GetMapping("/rides/{id}")
		CompletableFuture<String> ride(@PathVariable String id) {
			logger.debug("Ride {}", id);
			return this.executor.submitCompletable(() -> {
				logger.debug("Ride {} on another thread", id);
				return id;
			}).thenApply((answer) -> {
				logger.atDebug().log("Ride {} is answered", answer);
				return answer;
			});
		}

	}

	@RestController
	static class ReactiveRides {

		private static final Logger logger = LoggerFactory.getLogger("org.example.levels.ReactiveRides");

		@GetMapping("/rides/{id}")
		Mono<String> ride(@PathVariable String id) {
			return Mono.just(id)
				.doOnNext((each) -> logger.debug("Ride {}", each))
				.publishOn(Schedulers.parallel())
				.doOnNext((each) -> logger.atDebug().log("Ride {} on another thread", each));
		}

	}

}
