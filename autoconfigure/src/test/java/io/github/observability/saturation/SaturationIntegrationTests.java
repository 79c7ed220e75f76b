package io.github.observability.saturation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * An application whose resources run out, one by one, and are given back: what a scrape
 * and the {@code golden} endpoint tell of them meanwhile. Both are on a port of their
 * own, as the application has no thread left for them.
 */
@Tag("jdk")
class SaturationIntegrationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final String FAMILY = "observability_saturation{";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final List<Thread> threads = new ArrayList<>();

	private final List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();

	@AfterEach
	void forgetTheLastApplication() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
	}

	@Test
	void tellsWhatHasRunOut() throws InterruptedException {
		try (RunningApplication application = start("server.tomcat.threads.max=2",
				"spring.task.execution.pool.core-size=1", "spring.task.execution.pool.max-size=1",
				"spring.task.execution.pool.queue-capacity=2")) {
			String[] resources = { "jdbc.dataSource", "tomcat.threads", "executor.applicationTaskExecutor",
					"executor.applicationTaskExecutor.queue" };
			awaitBelowHalf(application, resources);
			SaturatedApplication.Endpoints endpoints = application.bean(SaturatedApplication.Endpoints.class);
			saturate(application, endpoints, 3, 5);
			awaitFull(application, resources);
			Awaitility.await().atMost(DEADLINE).untilAsserted(() -> {
				Map<String, JsonNode> uses = uses(application);
				assertThat(uses.get("jdbc.dataSource").path("saturation").asInt()).isEqualTo(1);
				assertThat(uses.get("jdbc.dataSource").path("errors").asInt(-1)).isZero();
				assertThat(uses.get("tomcat.threads").path("saturation").asInt()).isEqualTo(3);
				assertThat(uses.get("executor.applicationTaskExecutor").path("saturation").asInt()).isEqualTo(2);
			});
			assertThat(namesOfTheFull(application)).contains(resources);
			release(endpoints);
			awaitBelowHalf(application, resources);
		}
	}

	@Test
	void tellsWhatHasRunOutOnVirtualThreads() throws InterruptedException {
		assumeThat(Runtime.version().feature()).as("needs JDK 21 or later").isGreaterThanOrEqualTo(21);
		try (RunningApplication application = start("spring.threads.virtual.enabled=true",
				"server.tomcat.max-connections=4", "server.tomcat.max-keep-alive-requests=1",
				"spring.task.execution.simple.concurrency-limit=3")) {
			String[] resources = { "jdbc.dataSource", "tomcat.connections", "executor.applicationTaskExecutor" };
			awaitBelowHalf(application, resources);
			assertThat(ratios(application)).doesNotContainKeys("tomcat.threads",
					"executor.applicationTaskExecutor.queue");
			SaturatedApplication.Endpoints endpoints = application.bean(SaturatedApplication.Endpoints.class);
			saturate(application, endpoints, 3, 4);
			awaitFull(application, resources);
			assertThat(namesOfTheFull(application)).contains(resources);
			assertThat(uses(application).get("jdbc.dataSource").path("saturation").asInt()).isEqualTo(1);
			release(endpoints);
			awaitBelowHalf(application, resources);
			assertThat(scrape(application)).doesNotContain(FAMILY + "resource=\"tomcat.threads\"")
				.doesNotContain("NaN");
		}
	}

	@Test
	@FullRunOnly
	void isGoneWhereItIsOff() {
		try (RunningApplication application = start("observability.saturation.enabled=false")) {
			assertThat(scrape(application)).doesNotContain("observability_saturation");
			assertThat(golden(application).path("resources").isEmpty()).isTrue();
			Awaitility.await()
				.atMost(DEADLINE)
				.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
					.doesNotContain("observability-saturation"));
		}
	}

	private void saturate(RunningApplication application, SaturatedApplication.Endpoints endpoints, int tasks,
			int requests) {
		for (int i = 0; i < 3; i++) {
			start(endpoints::hold);
		}
		for (int i = 0; i < tasks; i++) {
			endpoints.submit();
		}
		for (int i = 0; i < requests; i++) {
			this.requests
				.add(this.client.sendAsync(HttpRequest.newBuilder(URI.create(application.url("/block"))).build(),
						HttpResponse.BodyHandlers.ofString()));
		}
	}

	private void start(Runnable task) {
		Thread thread = new Thread(task);
		thread.start();
		this.threads.add(thread);
	}

	private void release(SaturatedApplication.Endpoints endpoints) throws InterruptedException {
		endpoints.release.countDown();
		for (Thread thread : this.threads) {
			thread.join(DEADLINE.toMillis());
		}
		this.requests.forEach(
				(request) -> assertThat(request.orTimeout(30, TimeUnit.SECONDS).join().statusCode()).isEqualTo(200));
	}

	private void awaitFull(RunningApplication application, String... resources) {
		Awaitility.await()
			.atMost(DEADLINE)
			.untilAsserted(() -> assertThat(ratios(application)).containsAllEntriesOf(full(resources)));
	}

	private void awaitBelowHalf(RunningApplication application, String... resources) {
		Awaitility.await()
			.atMost(DEADLINE)
			.untilAsserted(
					() -> assertThat(ratios(application)).containsKeys(resources).allSatisfy((resource, ratio) -> {
						if (List.of(resources).contains(resource)) {
							assertThat(ratio).as(resource).isLessThan(0.5);
						}
					}));
	}

	private static Map<String, Double> full(String... resources) {
		Map<String, Double> full = new TreeMap<>();
		for (String resource : resources) {
			full.put(resource, 1.0);
		}
		return full;
	}

	private List<String> namesOfTheFull(RunningApplication application) {
		return golden(application).path("resources")
			.valueStream()
			.filter((use) -> use.path("utilization").asDouble(0) == 1)
			.map((use) -> use.path("resource").asString())
			.toList();
	}

	private Map<String, JsonNode> uses(RunningApplication application) {
		Map<String, JsonNode> uses = new TreeMap<>();
		golden(application).path("resources")
			.valueStream()
			.forEach((use) -> uses.put(use.path("resource").asString(), use));
		return uses;
	}

	private JsonNode golden(RunningApplication application) {
		return JsonLines.parse(management(application, "/actuator/golden"));
	}

	/**
	 * Every value of the family, which is never outside 0 and 1.
	 */
	private Map<String, Double> ratios(RunningApplication application) {
		Map<String, Double> ratios = new TreeMap<>();
		scrape(application).lines().filter((line) -> line.startsWith(FAMILY)).forEach((line) -> {
			String resource = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
			double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
			assertThat(value).as(line).isBetween(0.0, 1.0);
			ratios.put(resource, value);
		});
		return ratios;
	}

	private String scrape(RunningApplication application) {
		return management(application, "/actuator/prometheus");
	}

	private String management(RunningApplication application, String path) {
		String port = application.context().getEnvironment().getProperty("local.management.port");
		try {
			HttpResponse<String> response = this.client.send(
					HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).timeout(DEADLINE).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(200);
			return response.body();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static RunningApplication start(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("management.server.port=0", "management.endpoints.web.exposure.include=golden,prometheus",
				"observability.saturation.interval=100ms",
				"spring.datasource.url=jdbc:h2:mem:saturated;DB_CLOSE_DELAY=-1",
				"spring.datasource.generate-unique-name=false", "spring.datasource.hikari.maximum-pool-size=2",
				"spring.datasource.hikari.connection-timeout=60000"));
		RunningApplication application = RunningApplication.start(SaturatedApplication.class,
				all.toArray(String[]::new));
		// Hikari has no pool before somebody asks for a connection.
		application.bean(SaturatedApplication.Endpoints.class).touch();
		return application;
	}

}
