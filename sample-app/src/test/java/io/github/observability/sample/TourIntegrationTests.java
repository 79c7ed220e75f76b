package io.github.observability.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.observability.console.Browser;
import io.github.observability.sample.support.PrometheusText;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.micrometer.tracing.test.autoconfigure.AutoConfigureTracing;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tour of the documentation, from a healthy minute of the sample through each fault:
 * nothing stands out while it is well, and each fault is seen where the page says.
 * Pictures are left in {@code target/console}.
 */
@EnabledIfSystemProperty(named = "tests.full", matches = "true")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "observability.console.enabled=true", "observability.console.token=" + Browser.TOKEN,
				"observability.console.run-file=target/console/run.json", "rides.traffic.enabled=true",
				"rides.traffic.rate=10", "rides.matching.search-time=40ms", "rides.pricing.slow-quote-time=1s",
				"rides.settlement.after=2s", "rides.faults.pool-held-for=60s",
				"observability.business.outlier-interval=3s" })
@AutoConfigureMetrics
@AutoConfigureTracing
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TourIntegrationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(90);

	private static final int CLEAN_SECONDS = 60;

	private static final List<String> STEPS = List.of("healthy", "slow-pricing", "failing-dispatch", "saturated-pool",
			"bad-region", "vanished-drivers");

	private final TourPage page = new TourPage();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String base;

	private final RidesClient client;

	private final Object monitor;

	private Browser browser;

	TourIntegrationTests(@LocalServerPort int port, @Autowired ApplicationContext application) {
		this.base = "http://localhost:" + port;
		this.client = new RidesClient(this.base);
		this.monitor = application.getBean("incidentMonitor");
	}

	@BeforeAll
	void open() throws IOException {
		Browser.assumeInstalled();
		this.browser = new Browser(this.base);
	}

	@AfterEach
	void repair() {
		STEPS.forEach(this.client::switchOff);
	}

	@AfterAll
	void close() throws IOException {
		if (this.browser != null) {
			this.browser.close();
		}
	}

	@Test
	@Order(1)
	void nothingStandsOutWhileAllIsWell() throws IOException {
		await("now",
				(now) -> now.path("points")
					.valueStream()
					.filter((point) -> point.path("requests").asInt() > 0)
					.count() >= CLEAN_SECONDS);
		assertThat(read("findings").toString()).isEqualTo("[]");
		this.browser.open("now");
		assertThat(this.browser.text()).contains("Nothing stands out.", "ride-requests", "rides.requested");
		this.browser.picture("sample-well");
		this.browser.pictureOfTheDocumentation("tour-healthy");
		assertThat(this.browser.complaints()).isEmpty();
		this.page.add("healthy", "Console, Now", "\"Nothing stands out.\"");
		JsonNode line = await("lines?q=Ride+requested+in", (found) -> found.path("lines").size() > 0);
		this.page.add("healthy", "Line", line(line) + ", with the trace, the request id, the city and the ride");
		JsonNode ride = whole("requests?q=POST+/rides&status=201", 0);
		this.page.add("healthy", "Trace", "%s: %d spans, %d statements".formatted(title(ride),
				ride.at("/summary/spans").asInt(), ride.at("/summary/queries").asInt()));
		this.page.add("healthy", "Objective", objective("ride-requests", false));
		JsonNode business = awaitEndpoint("business", (state) -> state.at("/funnels/rides/2/count").asInt() > 0
				&& state.at("/scores/marketplace/score").asDouble() > 0);
		this.page.add("healthy", "Business",
				"%d rides requested, %d assigned, %d completed; score `marketplace` %.2f".formatted(
						business.at("/funnels/rides/0/count").asInt(), business.at("/funnels/rides/1/count").asInt(),
						business.at("/funnels/rides/2/count").asInt(),
						business.at("/scores/marketplace/score").asDouble()));
		this.page.add("healthy", "Cost",
				awaitEndpoint("cost", (cost) -> !sentence(cost).isEmpty(), (cost) -> sentence(cost)));
	}

	@Test
	@Order(2)
	void slowPricingIsSeenInTheWaterfallAndInTheObjective() throws IOException {
		step();
		boolean open = !endpoint("incidents").path("now").isEmpty();
		long since = System.currentTimeMillis();
		this.client.switchOn("slow-pricing");
		JsonNode slow = whole("requests?q=POST+/rides&slower=1000&status=2", since);
		this.browser.open("request/" + traceId(slow));
		this.browser.await(".span");
		assertThat(this.browser.text()).contains("Where the time went", "ride-requests-fast");
		assertThat(this.browser.texts("[aria-label='Effect on objectives'] tbody tr"))
			.anyMatch((row) -> row.startsWith("ride-requests-fast bad limit 300 ms"));
		this.browser.picture("sample-slow-pricing");
		this.browser.pictureOfTheDocumentation("tour-slow-pricing");
		this.page.add("slow-pricing", "Console, one request", title(slow) + "; bad for `ride-requests-fast`");
		JsonNode heaviest = heaviest(slow);
		assertThat(heaviest.path("name").asString()).isEqualTo("http post /pricing/quote");
		this.page.add("slow-pricing", "Trace",
				"`%s` is %.0f %% of the critical path".formatted(heaviest.path("name").asString(),
						100 * heaviest.path("critical").asDouble()
								/ (slow.at("/summary/durationMillis").asDouble() * 1_000_000)));
		this.page.add("slow-pricing", "Line",
				line(await("lines?q=POST+/pricing/quote+200+in+1", (found) -> found.path("lines").size() > 0)));
		this.page.add("slow-pricing", "Alert", alert("ride-requests-fast", "ticket", 0.72));
		this.page.add("slow-pricing", "Dashboard `service`",
				panels("service", "Latency of calls, p95", "Slowest routes"));
		this.page.add("slow-pricing", "Suspect", suspect("slow-pricing", open));
	}

	@Test
	@Order(4)
	void failingDispatchIsSeenAmongTheErrors() throws IOException {
		long since = System.currentTimeMillis();
		this.client.switchOn("failing-dispatch");
		await("requests?badge=error", (found) -> found.path("traces").size() > 2);
		JsonNode errors = await("errors", (found) -> found.size() > 0);
		this.browser.open("requests?badge=error");
		assertThat(this.browser.texts("tbody tr"))
			.anyMatch((row) -> row.contains("POST /rides") && row.contains("failed"));
		this.browser.open("errors");
		assertThat(this.browser.texts("[aria-label='Errors'] tbody td a")).contains("trace 1");
		this.browser.picture("sample-failing-dispatch");
		this.browser.pictureOfTheDocumentation("tour-failing-dispatch", "[aria-label='Errors'] summary");
		JsonNode error = errors.path(0);
		assertThat(error.path("message").asString()).isEqualTo("The dispatch board does not respond");
		this.page.add("failing-dispatch", "Console, Errors",
				"`%s: %s` at `%s`".formatted(simpleName(error.path("type").asString()),
						error.path("message").asString(),
						error.at("/frames/0").asString().replaceAll("^.*\\.(?=\\w+\\.\\w+\\()", "")));
		JsonNode failed = whole("requests?q=POST+/rides&status=502", since);
		List<String> path = failed.path("spans")
			.valueStream()
			.filter((span) -> span.path("error").asBoolean() && span.path("kind").asString().equals("SERVER"))
			.map((span) -> "`" + span.path("name").asString() + "`")
			.toList();
		assertThat(path).contains("`http post /rides`", "`http post /dispatch/assignments`");
		assertThat(failed.at("/summary/sampling").asString()).isEqualTo("error");
		this.page.add("failing-dispatch", "Trace",
				title(failed) + ", sampled because of its error: " + String.join(", ", path));
		this.page.add("failing-dispatch", "Line",
				line(await("lines?level=ERROR&q=POST+/rides+502", (found) -> found.path("lines").size() > 0)));
		this.page.add("failing-dispatch", "Alert", alert("ride-requests", "page", 0.072));
		this.page.add("failing-dispatch", "Dashboard `service`",
				panels("service", "Failures by route and exception", "Failed calls"));
		this.page.add("failing-dispatch", "Change", change("failing-dispatch"));
	}

	@Test
	@Order(5)
	void saturatedPoolIsSeenInSaturation() throws IOException {
		this.client.switchOn("saturated-pool");
		JsonNode now = await("now", (each) -> last(each).path("saturation").path("jdbc.dataSource").asDouble() >= 0.85);
		this.browser.open("now");
		assertThat(Browser.until(this.browser::text, (text) -> text.contains("jdbc.dataSource"))).isNotEmpty();
		this.browser.picture("sample-saturated-pool");
		this.page.add("saturated-pool", "Console, Now", "`jdbc.dataSource` is %.0f %% full"
			.formatted(100 * last(now).path("saturation").path("jdbc.dataSource").asDouble()));
		this.page.add("saturated-pool", "Line",
				line(await("lines?q=Holding+9+connections", (found) -> found.path("lines").size() > 0)));
		double saturation = Awaitility.await()
			.atMost(DEADLINE)
			.until(() -> saturation("jdbc.dataSource"), (value) -> value >= 0.85);
		this.page.add("saturated-pool", "Meter",
				"`observability_saturation{resource=\"jdbc.dataSource\"}` is %.2f".formatted(saturation));
		this.page.add("saturated-pool", "Alert",
				"none: no rider waits yet. `observability.slo.rules.saturation` adds one for each resource above 0.9");
		this.page.add("saturated-pool", "Dashboard `service`", panels("service", "Saturation", "Database connections"));
		this.page.add("saturated-pool", "Change", change("saturated-pool"));
	}

	@Test
	@Order(3)
	void badRegionIsSeenInLinesAndBusinessMeters() throws IOException {
		this.client.switchOn("bad-region");
		JsonNode lines = await("lines?q=No+driver+is+free+in+lisbon", (found) -> found.path("lines").size() > 1);
		await("now", (now) -> now.path("business").path("meters").path("rides.failed").size() > 0);
		this.browser.open("lines?q=No+driver+is+free+in+lisbon");
		assertThat(Browser.until(() -> this.browser.texts(".logline .text"), (found) -> !found.isEmpty())).isNotEmpty();
		this.browser.open("now");
		assertThat(this.browser.text()).contains("rides.failed");
		this.browser.picture("sample-bad-region");
		this.page.add("bad-region", "Console, Lines", line(lines));
		for (int i = 0; i < 20; i++) {
			this.client.requestRide(RidesClient.BERLIN_RIDE.replace("berlin", "lisbon"));
		}
		JsonNode business = awaitEndpoint("business", (state) -> outlier(state, "lisbon").path("outlier").asBoolean());
		JsonNode lisbon = outlier(business, "lisbon");
		assertThat(outlier(business, "berlin").path("outlier").asBoolean()).isFalse();
		this.page.add("bad-region", "Business", "`%s` stands out: %d of %d rides failed".formatted(
				lisbon.path("group").asString(), lisbon.path("failures").asInt(), lisbon.path("events").asInt()));
		this.page.add("bad-region", "Alert", "none: a 409 is ignored by the objective, and only one city has it");
		this.page.add("bad-region", "Dashboard `business`",
				panels("business", "Rides failed per minute", "Failures relative to the median group"));
		this.page.add("bad-region", "Change", change("bad-region"));
	}

	@Test
	@Order(6)
	void vanishedDriversAreSeenInRejectedRides() throws IOException {
		long since = System.currentTimeMillis();
		this.client.switchOn("vanished-drivers");
		await("lines?template=No+driver+is+free+in+%7B%7D", (found) -> found.path("lines").size() > 5);
		JsonNode rejected = whole("requests?q=POST+/rides&status=409", since);
		this.browser.open("request/" + traceId(rejected));
		this.browser.await(".span");
		assertThat(this.browser.text()).contains("No driver is free");
		assertThat(this.browser.texts("[aria-label='Effect on objectives'] tbody tr")).isNotEmpty()
			.noneMatch((row) -> row.contains(" bad "));
		this.browser.picture("sample-vanished-drivers");
		this.page.add("vanished-drivers", "Console, one request", title(rejected) + "; bad for no objective");
		JsonNode business = awaitEndpoint("business",
				(state) -> state.at("/scores/marketplace/score").asDouble(1) == 0);
		assertThat(business.at("/scores/marketplace/cause").asString()).isEqualTo("supply");
		this.page.add("vanished-drivers", "Business", "score `marketplace` is 0, because of `supply`");
		this.page.add("vanished-drivers", "Alert", "none: the service does what it should");
		this.page.add("vanished-drivers", "Dashboard `business`",
				panels("business", "What lowers the scores", "Drop-off by step"));
		this.page.add("vanished-drivers", "Change", change("vanished-drivers"));
	}

	@Test
	@Order(7)
	void pageShowsEachStep() throws IOException {
		Assumptions.assumeTrue(this.page.has(STEPS), "the steps before have not all been seen");
		this.page.writeOrCheck();
	}

	private String objective(String name, boolean bad) {
		JsonNode objective = awaitEndpoint("slo", (slo) -> {
			JsonNode each = objective(slo, name);
			return bad ? each.path("bad").asInt() >= 5 : each.path("good").asInt() > 0;
		}, (slo) -> objective(slo, name));
		return "`%s`: %d good, %d bad".formatted(name, objective.path("good").asInt(), objective.path("bad").asInt());
	}

	/** The counters fulfil what the generated rule asks for. */
	private String alert(String name, String severity, double threshold) {
		assertThat(this.client.get("/actuator/slo/rules").body())
			.containsPattern(("(?s)alert: ErrorBudgetBurn\\s+expr: \\|-\\s+slo:bad_ratio:1h\\{slo=\"%s\",[^}]*} > %s"
					+ ".*?severity: \"%s\"")
				.formatted(name, threshold, severity));
		return "%s. Above %.1f %% in an hour and in five minutes, `ErrorBudgetBurn` sends a %s"
			.formatted(objective(name, true), 100 * threshold, severity);
	}

	/**
	 * An incident that began long before, on a slow machine, suspects what changed before
	 * it.
	 */
	private String suspect(String flag, boolean open) {
		if (open) {
			return change(flag);
		}
		JsonNode incidents = Awaitility.await().atMost(DEADLINE).until(() -> {
			step();
			return endpoint("incidents");
		}, (each) -> each.at("/now/0/suspects").valueStream().anyMatch((suspect) -> isAbout(suspect, flag)));
		JsonNode suspect = incidents.at("/now/0/suspects")
			.valueStream()
			.filter((each) -> isAbout(each, flag))
			.findFirst()
			.orElseThrow();
		return "%d. %s".formatted(suspect.path("rank").asInt(), suspect.path("statement").asString());
	}

	private static boolean isAbout(JsonNode suspect, String flag) {
		return suspect.path("type").asString().equals("change") && suspect.path("subject").asString().equals(flag);
	}

	private String change(String flag) {
		step();
		JsonNode changes = endpoint("incidents").path("changes");
		assertThat(changes.valueStream()).anySatisfy((change) -> {
			assertThat(change.path("type").asString()).isEqualTo("FEATURE_FLAG");
			assertThat(change.path("name").asString()).isEqualTo(flag);
			assertThat(change.path("after").asString()).isEqualTo("true");
		});
		return "feature flag `%s` (false to true)".formatted(flag);
	}

	/** What its own thread does every ten seconds. */
	private void step() {
		ReflectionTestUtils.invokeMethod(this.monitor, "step");
	}

	private String panels(String dashboard, String... titles) {
		List<String> shown = endpoint("dashboards/" + dashboard).findValues("title")
			.stream()
			.map(JsonNode::asString)
			.toList();
		assertThat(shown).contains(titles);
		return "panels \"" + String.join("\", \"", titles) + "\"";
	}

	private double saturation(String resource) {
		return PrometheusText.parse(this.client.scrape(RidesClient.PROMETHEUS_TEXT))
			.sum("observability_saturation", "resource", resource);
	}

	/** The latest of the requests that began since a fault was switched on. */
	private JsonNode whole(String api, long since) {
		JsonNode found = await(api, (each) -> each.at("/traces/0/start").asLong(0) > since);
		return read("requests/" + found.path("traces").path(0).path("traceId").asString());
	}

	private static String traceId(JsonNode request) {
		return request.at("/summary/traceId").asString();
	}

	private static String title(JsonNode request) {
		JsonNode summary = request.path("summary");
		return "`%s` %s in %.0f ms".formatted(summary.path("route").asString(), summary.path("status").asString(),
				summary.path("durationMillis").asDouble());
	}

	private static JsonNode heaviest(JsonNode request) {
		return request.path("spans")
			.valueStream()
			.max(Comparator.comparingLong((span) -> span.path("critical").asLong()))
			.orElseThrow();
	}

	private static String line(JsonNode lines) {
		JsonNode line = lines.path("lines").path(0);
		return "`%s %s : %s`".formatted(line.path("level").asString(), simpleName(line.path("logger").asString()),
				line.path("message").asString());
	}

	private static String simpleName(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

	private static String sentence(JsonNode cost) {
		return cost.path("events")
			.valueStream()
			.filter((event) -> event.path("event").asString().equals("rides.completed"))
			.map((event) -> event.path("sentence").asString(""))
			.findFirst()
			.orElse("");
	}

	private static JsonNode objective(JsonNode slo, String name) {
		return slo.path("objectives")
			.valueStream()
			.filter((each) -> each.path("name").asString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static JsonNode outlier(JsonNode business, String city) {
		return business.at("/outliers/cities")
			.valueStream()
			.filter((each) -> each.path("group").asString("").equals(city))
			.findFirst()
			.orElse(JsonMapper.shared().createObjectNode());
	}

	private static JsonNode last(JsonNode now) {
		JsonNode points = now.path("points");
		return points.path(points.size() - 1);
	}

	private JsonNode awaitEndpoint(String id, Predicate<JsonNode> condition) {
		return awaitEndpoint(id, condition, (answer) -> answer);
	}

	private <T> T awaitEndpoint(String id, Predicate<JsonNode> condition, Function<JsonNode, T> read) {
		return read.apply(Awaitility.await().atMost(DEADLINE).until(() -> endpoint(id), condition));
	}

	private JsonNode endpoint(String id) {
		return JsonMapper.shared().readTree(this.client.get("/actuator/" + id).body());
	}

	private JsonNode await(String api, Predicate<JsonNode> condition) {
		return Awaitility.await().atMost(DEADLINE).until(() -> read(api), condition);
	}

	private JsonNode read(String api) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + "/observability/api/" + api))
			.header("Authorization", "Bearer " + Browser.TOKEN)
			.build();
		HttpResponse<String> response = this.http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
		assertThat(response.statusCode()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

}
