package io.github.observability.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.observability.console.recording.ConsoleRecorder;
import io.github.observability.console.recording.SignalRecorder;
import io.github.observability.console.recording.TraceStore;
import io.github.observability.console.shop.Markup;
import io.github.observability.console.shop.ShopApplication;
import io.github.observability.incidents.ChangeReporter;
import io.github.observability.logging.patterns.LogPatternEvent;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages in a real browser, on an application with planted faults.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleBrowserIntegrationTests {

	private final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext application;

	private Browser browser;

	private String base;

	private String incident;

	@BeforeAll
	void start() throws Exception {
		Browser.assumeInstalled();
		this.application = SpringApplication.run(ShopApplication.class, "--server.port=0",
				"--observability.console.token=" + Browser.TOKEN, "--observability.saturation.interval=1s",
				"--spring.datasource.hikari.maximum-pool-size=2",
				"--spring.datasource.url=jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1", "--spring.application.name=shop",
				"--spring.main.banner-mode=off", "--observability.slo.objectives.available.target=99",
				"--observability.slo.objectives.available.http.route=/**",
				"--observability.slo.objectives.orders-fast.target=95",
				"--observability.slo.objectives.orders-fast.http.route=/orders",
				"--observability.slo.objectives.orders-fast.slower-than=60s");
		this.base = "http://localhost:" + this.application.getEnvironment().getRequiredProperty("local.server.port");
		for (int i = 0; i < 3; i++) {
			callEachRoute(i);
		}
		fillThePool();
		leakACache();
		this.incident = openAnIncident();
		this.browser = new Browser(this.base);
	}

	private void callEachRoute(int round) throws IOException, InterruptedException {
		for (String path : List.of("/products", "/products/3", "/products/3/price", "/categories", "/categories/books",
				"/search?q=Product", "/orders", "/orders/1", "/orders/2/products", "/orders/count",
				"/customers/ada/orders", "/report", "/report/daily", "/partner", "/partner/7", "/stock/3", "/broken",
				"/nowhere")) {
			call("GET", path);
		}
		call("POST", "/products?name=New");
		call("PUT", "/products/3?price=5");
		call("DELETE", "/products/" + (9 + round));
		call("POST", "/orders?product=4");
		call("DELETE", "/orders/" + (4 + round));
	}

	@AfterAll
	void stop() throws IOException {
		if (this.browser != null) {
			this.browser.close();
		}
		if (this.application != null) {
			this.application.close();
		}
	}

	private void call(String method, String path) throws IOException, InterruptedException {
		this.client.send(HttpRequest.newBuilder(URI.create(this.base + path))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.build(), HttpResponse.BodyHandlers.discarding());
	}

	/** Both connections are held until the console has seen it for some seconds. */
	@SuppressWarnings("try")
	private void fillThePool() throws SQLException {
		DataSource dataSource = this.application.getBean(DataSource.class);
		SignalRecorder signals = this.application.getBean(SignalRecorder.class);
		try (Connection first = dataSource.getConnection(); Connection second = dataSource.getConnection()) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> signals.points()
					.stream()
					.filter((point) -> point.saturation()
						.entrySet()
						.stream()
						.anyMatch((entry) -> entry.getKey().startsWith("jdbc") && entry.getValue() >= 0.99))
					.count() >= 4);
		}
	}

	/** What a resource of the application's own looks like while it fills up. */
	private void leakACache() {
		MeterRegistry registry = this.application.getBean(MeterRegistry.class);
		Gauge.builder("observability.saturation", () -> 0.62).tag("resource", "prices").register(registry);
		Map.of("estimate", 2_400, "earliest", 2_040, "latest", 2_940)
			.forEach((bound, seconds) -> Gauge.builder("observability.saturation.exhaustion", () -> seconds)
				.baseUnit("seconds")
				.tags("resource", "prices", "bound", bound)
				.register(registry));
	}

	/**
	 * A flag is switched, an error is new, and the stock goes down, as the parts of the
	 * starter that notice such things report it.
	 */
	private String openAnIncident() {
		this.application.getBean(ChangeReporter.class).featureFlag("new-stock", false, true);
		JsonNode pattern = Browser
			.until(() -> read("logpatterns").path("patterns")
				.valueStream()
				.filter((each) -> each.path("level").asString().equals("ERROR") && !each.path("traceIds").isEmpty())
				.toList(), (patterns) -> !patterns.isEmpty())
			.get(0);
		this.application.publishEvent(new LogPatternEvent(LogPatternEvent.Kind.NEW_PATTERN,
				pattern.path("id").asString(), pattern.path("logger").asString(), "ERROR",
				pattern.path("template").asString(), Instant.now(), 3, 0));
		Object health = this.application.getBean("incidentHealthStates");
		for (String status : List.of("UP", "DOWN", "DOWN")) {
			ReflectionTestUtils.invokeMethod(health, "contributor", "stock", status);
		}
		// The thread of the monitor takes ten seconds for a step.
		Object monitor = this.application.getBean("incidentMonitor");
		Browser.until(() -> {
			ReflectionTestUtils.invokeMethod(monitor, "step");
			return read("incidents").path("now");
		}, (now) -> !now.isEmpty());
		return read("incidents").at("/now/0/id").asString();
	}

	private JsonNode read(String endpoint) {
		return ConsoleJson.MAPPER.valueToTree(new EndpointReads(this.application.getBeanFactory()).read(endpoint));
	}

	@ParameterizedTest
	@ValueSource(strings = { "now", "incidents", "requests", "lines", "errors", "meters", "timing", "setup", "runs" })
	void showsEachPageWithoutAnError(String page) throws IOException {
		this.browser.open(page);
		this.browser.picture(page);
		if (page.equals("now") || page.equals("requests")) {
			this.browser.pictureOfTheDocumentation("console-" + page);
		}
		assertThat(this.browser.complaints()).isEmpty();
		assertThat(this.browser.violations()).isEmpty();
	}

	@Test
	void findsEachPlantedFaultAndNothingElse() {
		this.browser.open("now");
		List<String> findings = Browser.until(() -> this.browser.texts(".finding strong"),
				(found) -> found.size() >= 6);
		assertThat(findings).containsExactlyInAnyOrder("GET /orders repeats a query", "'query' lost its trace",
				"'http get' sends a secret in its URL", "'http get /stock' receives a secret in its URL",
				"'jdbc.dataSource' was full", "'prices' fills up");
		assertThat(this.browser.texts(".finding"))
			.anyMatch((finding) -> finding.contains("full in 40 min (34 min to 49 min) if it goes on"));
		// The panel is drawn anew each second.
		List<String> resources = Browser.until(() -> this.browser.texts(".resource"),
				(all) -> !all.isEmpty() && all.get(0).contains("if it goes on"));
		assertThat(resources.get(0)).contains("prices", "62 %", "full in 40 min (34 min to 49 min) if it goes on");
	}

	@Test
	void showsOneRequestWhole() throws IOException {
		this.browser.open("requests?q=GET+/orders");
		this.browser.driver().findElement(By.linkText("GET /orders")).click();
		this.browser.await(".span");
		assertThat(this.browser.texts(".span .name")).hasSizeGreaterThanOrEqualTo(7)
			.first()
			.asString()
			.contains("/orders");
		assertThat(this.browser.texts(".badge.repeated")).first().asString().contains("6\u00d7 same query");
		WebElement query = this.browser.driver().findElements(By.cssSelector(".span")).get(1);
		query.click();
		assertThat(this.browser.await(".details:not([hidden])").getText()).contains("from purchase");
		assertThat(this.browser.text()).contains("Where the time went", "On the critical path", "hasSingleRoot()",
				"GET /orders 200", "io.github.observability.console.shop.PurchaseController.");
		this.browser.picture("request");
		this.browser.pictureOfTheDocumentation("console-request");
		assertThat(this.browser.complaints()).isEmpty();
		assertThat(this.browser.violations()).isEmpty();
	}

	@Test
	void leadsFromAnIncidentToItsSuspectsAndTheirEvidence() throws IOException {
		this.browser.open("incidents");
		assertThat(this.browser.texts("[aria-label='Open incidents'] tbody tr")).singleElement()
			.asString()
			.contains("open", "1 signal");
		assertThat(this.browser.texts("[aria-label='Changes'] tbody tr"))
			.anyMatch((row) -> row.contains("feature flag new-stock (false to true)"));
		press("[aria-label='Open incidents'] a");
		this.browser.await(".suspect");
		assertThat(this.browser.texts(".suspect h3")).anyMatch((suspect) -> suspect.matches("\\d\\. change ?new-stock"))
			.anyMatch((suspect) -> suspect.matches("\\d\\. health ?stock"));
		assertThat(this.browser.texts("[aria-label='Timeline'] .event"))
			.anyMatch((event) -> event.contains("new-stock"))
			.anyMatch((event) -> event.contains("health of stock"));
		assertThat(this.browser.texts("[aria-label='Signals'] tbody tr")).singleElement()
			.asString()
			.contains("health of stock", "up down");
		this.browser.picture("incident");
		this.browser.pictureOfTheDocumentation("console-incident");
		assertThat(this.browser.violations()).isEmpty();
		press("[aria-label='Changes'] a[href^='#/request/']");
		this.browser.await(".span");
		this.browser.open("incidents/unknown");
		assertThat(this.browser.text()).contains("This incident is not remembered any more.");
		this.browser.open("now");
		assertThat(this.browser.text()).contains("feature flag new-stock (false to true)",
				"Incident " + this.incident + " opened; first to look at: ");
		assertThat(this.browser.complaints()).isEmpty();
	}

	/** The page may be open already, with what was typed before. */
	private void type(String selector, String text) {
		WebElement input = this.browser.await(selector);
		input.clear();
		input.sendKeys(text);
	}

	/** The page may be drawn anew at any moment. */
	private void press(String selector) {
		Browser.until(() -> {
			this.browser.driver().findElement(By.cssSelector(selector)).sendKeys(Keys.ENTER);
			return true;
		}, (pressed) -> pressed);
	}

	@Test
	void tellsWhyATraceIsKeptAndWhatItMeantForObjectives() {
		this.browser.open("requests?q=GET+/broken");
		this.browser.driver().findElement(By.cssSelector("tbody a")).click();
		this.browser.await(".span");
		assertThat(this.browser.text()).contains("kept by the tail sampler: a span failed");
		assertThat(this.browser.texts("[aria-label='Effect on objectives'] tbody tr")).singleElement()
			.asString()
			.startsWith("available bad")
			.endsWith("1 %");
		this.browser.open("requests?q=GET+/orders");
		this.browser.driver().findElement(By.linkText("GET /orders")).click();
		this.browser.await(".span");
		assertThat(this.browser.texts("[aria-label='Effect on objectives'] tbody tr"))
			.anyMatch((row) -> row.startsWith("available good"))
			.anyMatch((row) -> row.startsWith("orders-fast good limit 60 s"));
	}

	@Test
	void filtersLinesByTheirTemplate() {
		this.browser.open("lines");
		this.browser.await("details summary").click();
		this.browser.driver().findElement(By.linkText("A message with markup: {}")).click();
		assertThat(Browser.until(() -> this.browser.texts(".logline .text"), (lines) -> lines.size() == 3))
			.allMatch((line) -> line.contains(Markup.IMAGE));
		assertThat(this.browser.driver().getCurrentUrl()).contains("template=A+message");
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void timesAMethodByAButton() throws IOException {
		this.browser.open("timing");
		type("input[name=filter]", "com.example.Missing::call");
		press("form.filter button");
		String sentence = (Runtime.version().feature() < 25) ? "Methods are timed by JDK 25 and later"
				: "The class 'com.example.Missing' does not exist in this application";
		assertThat(Browser.until(this.browser::text, (text) -> text.contains(sentence))).contains(sentence);
		assertThat(this.browser.complaints()).isEmpty();
		assertThat(this.browser.violations()).isEmpty();
	}

	@Test
	@Tag("jdk")
	@EnabledForJreRange(min = JRE.JAVA_25)
	void showsWhatTheCallsOfAMethodTook() throws IOException {
		this.browser.open("timing");
		type("input[name=seconds]", "3");
		type("input[name=filter]", ConsoleRecorder.class.getName() + "::record");
		press("form.filter button");
		assertThat(Browser.until(() -> this.browser.texts("main [role=status]"),
				(texts) -> texts.toString().contains("Times include waiting.")))
			.isNotEmpty();
		assertThat(this.browser.texts("[aria-label='Timed methods'] tbody tr"))
			.anyMatch((row) -> row.matches("record\\(J\\)V [1-9]\\d* .+ m?s .+ m?s .+ m?s"));
		this.browser.picture("timing");
		assertThat(this.browser.complaints()).isEmpty();
		assertThat(this.browser.violations()).isEmpty();
	}

	@Test
	void isNotDrawnOverByThePageBefore() {
		this.browser.open("setup");
		ChromeDriver driver = this.browser.driver();
		driver.executeScript("""
				window.fetched = window.fetch;
				window.held = [];
				window.fetch = async (...all) => {
					if (String(all[0]).includes('incidents')) {
						await new Promise((release) => window.held.push(release));
					}
					return window.fetched(...all);
				};
				location.hash = '#/incidents';""");
		Browser.until(() -> driver.executeScript("return window.held.length"), (held) -> !held.equals(0L));
		driver.executeScript("location.hash = '#/timing'");
		this.browser.await("input[name=seconds]");
		driver.executeAsyncScript("""
				window.fetch = window.fetched;
				window.held.forEach((release) => release());
				fetch('api/incidents').then((answer) => answer.text()).then(() => setTimeout(arguments[0], 200));""");
		assertThat(this.browser.texts("main h2")).containsExactly("Timing");
	}

	@Test
	void leavesMarkupInert() {
		this.browser.open("lines?q=markup");
		assertThat(Browser.until(() -> this.browser.texts(".logline .text"), (lines) -> !lines.isEmpty()))
			.anyMatch((text) -> text.contains(Markup.IMAGE));
		this.browser.open("errors");
		assertThat(this.browser.text()).contains(Markup.IMAGE);
		assertThat(this.browser.driver().findElements(By.tagName("img"))).isEmpty();
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void showsARequestWithinASecondWithoutReloading() throws Exception {
		this.browser.open("requests?q=GET+/products/%7Bid%7D&slower=0");
		int before = this.browser.texts("tbody tr").size();
		call("GET", "/products/5");
		assertThat(Browser.until(() -> this.browser.texts("tbody tr"), (rows) -> rows.size() > before))
			.hasSizeGreaterThan(before);
	}

	@Test
	void masksTheSecretBeforeItIsStored() throws Exception {
		for (String api : List.of("requests?limit=500", "lines?limit=500", "errors", "findings", "incidents")) {
			HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + "/observability/api/" + api))
				.header("Authorization", "Bearer " + Browser.TOKEN)
				.build();
			HttpResponse<String> response = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.build()
				.send(request, HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).as(api).isEqualTo(200);
			assertThat(response.body()).as(api).isNotEmpty().doesNotContain("s3cr3t");
		}
		for (TraceStore.Snapshot trace : this.application.getBean(TraceStore.class).all()) {
			assertThat(trace.spans().toString()).doesNotContain("s3cr3t");
		}
	}

	@Test
	void isReadableOnANarrowScreenAndWithoutAPointer() throws IOException {
		this.browser.resize(500, 900);
		try {
			for (String page : List.of("now", "incidents", "incidents/" + this.incident, "requests", "timing")) {
				this.browser.open(page);
				Number overflow = (Number) this.browser.driver()
					.executeScript(
							"return document.documentElement.scrollWidth - document.documentElement.clientWidth");
				assertThat(overflow.intValue()).as(page).isLessThanOrEqualTo(0);
			}
			this.browser.picture("narrow");
			this.browser.driver().findElement(By.tagName("body")).sendKeys(Keys.TAB);
			assertThat(this.browser.driver().switchTo().activeElement().getTagName()).isIn("a", "input", "button");
		}
		finally {
			this.browser.restoreSize();
		}
	}

}
