package io.github.observability.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages in a real browser, on an application with planted faults. Pictures are left
 * in {@code target/console}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleBrowserIntegrationTests {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private static final Path PICTURES = Path.of("target", "console");

	private static final String TOKEN = "AbCdEfGhIjKlMnOpQrStUvWx";

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private ConfigurableApplicationContext application;

	private ChromeDriver browser;

	private Path profile;

	private String base;

	@BeforeAll
	void start() throws Exception {
		Assumptions.assumeTrue(Files.exists(CHROMIUM) && Files.exists(DRIVER),
				"chromium and chromium-driver are not installed, so the console is not opened in a browser");
		this.application = SpringApplication.run(ShopApplication.class, "--server.port=0",
				"--observability.console.token=" + TOKEN, "--spring.datasource.hikari.maximum-pool-size=2",
				"--spring.datasource.url=jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1", "--spring.application.name=shop",
				"--spring.main.banner-mode=off");
		this.base = "http://localhost:" + this.application.getEnvironment().getRequiredProperty("local.server.port");
		this.profile = Files.createTempDirectory("console-browser");
		this.browser = browser();
		for (int i = 0; i < 3; i++) {
			for (String path : List.of("/products", "/products/3", "/orders", "/report", "/partner", "/broken")) {
				call(path);
			}
		}
		fillThePool();
		Files.createDirectories(PICTURES);
		this.browser.get(this.base + "/observability?token=" + TOKEN);
	}

	@AfterAll
	void stop() throws IOException {
		if (this.browser != null) {
			this.browser.quit();
			FileSystemUtils.deleteRecursively(this.profile);
		}
		if (this.application != null) {
			this.application.close();
		}
	}

	private ChromeDriver browser() {
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM.toFile());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--user-data-dir=" + this.profile);
		options.setCapability("goog:loggingPrefs", logs);
		ChromeDriver driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(), options);
		driver.manage().window().setSize(new Dimension(1300, 1000));
		return driver;
	}

	private void call(String path) throws IOException, InterruptedException {
		HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(this.base + path)).build(), HttpResponse.BodyHandlers.discarding());
	}

	/** Both connections are held until the console has seen it for some seconds. */
	@SuppressWarnings("try")
	private void fillThePool() throws SQLException {
		DataSource dataSource = this.application.getBean(DataSource.class);
		SignalRecorder signals = this.application.getBean(SignalRecorder.class);
		try (Connection first = dataSource.getConnection(); Connection second = dataSource.getConnection()) {
			Awaitility.await()
				.atMost(DEADLINE)
				.until(() -> signals.points()
					.stream()
					.filter((point) -> point.saturation()
						.entrySet()
						.stream()
						.anyMatch((entry) -> entry.getKey().startsWith("jdbc") && entry.getValue() >= 0.99))
					.count() >= 4);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "now", "requests", "lines", "errors", "meters", "setup", "runs" })
	void showsEachPageWithoutAnError(String page) throws IOException {
		open(page);
		picture(page);
		assertThat(complaints()).isEmpty();
		assertThat(violations()).isEmpty();
	}

	@Test
	void findsEachPlantedFaultAndNothingElse() {
		open("now");
		List<String> findings = until(() -> texts(".finding strong"), (found) -> found.size() >= 5);
		assertThat(findings).containsExactlyInAnyOrder("GET /orders repeats a query", "'query' lost its trace",
				"'http get' sends a secret in its URL", "'http get /stock' receives a secret in its URL",
				"'jdbc.dataSource' was full");
	}

	@Test
	void showsOneRequestWhole() throws IOException {
		open("requests?q=GET+/orders");
		this.browser.findElement(By.cssSelector("tbody a")).click();
		await(".span");
		assertThat(texts(".span .name")).hasSizeGreaterThanOrEqualTo(7).first().asString().contains("/orders");
		assertThat(texts(".badge.repeated")).first().asString().contains("6\u00d7 same query");
		WebElement query = this.browser.findElements(By.cssSelector(".span")).get(1);
		query.click();
		assertThat(await(".details:not([hidden])").getText()).contains("select name from product where id = ?");
		assertThat(this.browser.findElement(By.tagName("main")).getText()).contains("Where the time went",
				"On the critical path", "hasSingleRoot()", "GET /orders 200",
				ShopApplication.ShopController.class.getName() + ".lambda$orders");
		picture("request");
		assertThat(complaints()).isEmpty();
		assertThat(violations()).isEmpty();
	}

	@Test
	void leavesMarkupInert() {
		open("lines?q=markup");
		assertThat(texts(".logline .text")).anyMatch((text) -> text.contains(ShopApplication.MARKUP));
		open("errors");
		assertThat(this.browser.findElement(By.tagName("main")).getText()).contains(ShopApplication.MARKUP);
		assertThat(this.browser.findElements(By.tagName("img"))).isEmpty();
		assertThat(complaints()).isEmpty();
	}

	@Test
	void showsARequestWithinASecondWithoutReloading() throws Exception {
		open("requests?q=GET+/products/%7Bid%7D&slower=0");
		int before = texts("tbody tr").size();
		call("/products/5");
		assertThat(until(() -> texts("tbody tr"), (rows) -> rows.size() > before)).hasSizeGreaterThan(before);
	}

	@Test
	void masksTheSecretBeforeItIsStored() throws Exception {
		for (String api : List.of("requests?limit=500", "lines?limit=500", "errors", "findings")) {
			HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + "/observability/api/" + api))
				.header("Authorization", "Bearer " + TOKEN)
				.build();
			String body = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
			assertThat(body).as(api).doesNotContain("s3cr3t");
		}
		for (TraceStore.Snapshot trace : this.application.getBean(TraceStore.class).all()) {
			assertThat(trace.spans().toString()).doesNotContain("s3cr3t");
		}
	}

	@Test
	void isReadableOnANarrowScreenAndWithoutAPointer() throws IOException {
		this.browser.manage().window().setSize(new Dimension(500, 900));
		try {
			for (String page : List.of("now", "requests")) {
				open(page);
				Number overflow = (Number) this.browser.executeScript(
						"return document.documentElement.scrollWidth - document.documentElement.clientWidth");
				assertThat(overflow.intValue()).as(page).isLessThanOrEqualTo(0);
			}
			picture("narrow");
			this.browser.findElement(By.tagName("body")).sendKeys(Keys.TAB);
			assertThat(this.browser.switchTo().activeElement().getTagName()).isIn("a", "input", "button");
		}
		finally {
			this.browser.manage().window().setSize(new Dimension(1300, 1000));
		}
	}

	private void open(String page) {
		complaints();
		this.browser.get(this.base + "/observability/#/" + page);
		await("#live.on");
		await("main h2");
	}

	private WebElement await(String selector) {
		return new WebDriverWait(this.browser, DEADLINE)
			.until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(selector)));
	}

	private List<String> texts(String selector) {
		return this.browser.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
	}

	private static <T> T until(Supplier<T> value, Predicate<T> condition) {
		return Awaitility.await()
			.atMost(DEADLINE)
			.ignoreException(StaleElementReferenceException.class)
			.until(value::get, condition::test);
	}

	/**
	 * What the browser complained of since the last call, violations of the policy
	 * included.
	 */
	private List<String> complaints() {
		return this.browser.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	/** Serious findings of axe. */
	private List<String> violations() throws IOException {
		try (InputStream axe = getClass().getResourceAsStream("/axe.min.js")) {
			this.browser.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
		}
		this.browser.manage().timeouts().scriptTimeout(DEADLINE);
		Object found = this.browser.executeAsyncScript("const done = arguments[0]; axe.run().then((r) => done("
				+ "r.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')"
				+ ".map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' | '))))");
		List<String> violations = new ArrayList<>();
		((List<?>) found).forEach((violation) -> violations.add(violation.toString()));
		return violations;
	}

	private void picture(String name) throws IOException {
		Map<String, Object> shot = this.browser.executeCdpCommand("Page.captureScreenshot",
				Map.of("captureBeyondViewport", true));
		Files.write(PICTURES.resolve(name + ".png"), Base64.getDecoder().decode((String) shot.get("data")));
	}

}
