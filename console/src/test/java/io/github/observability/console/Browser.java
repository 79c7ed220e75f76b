package io.github.observability.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
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

import org.springframework.util.FileSystemUtils;

/**
 * A real browser on the pages of the console. A full run leaves pictures in
 * {@code target/console}; {@code -Ddocs.write=true} refreshes those of the documentation.
 */
public final class Browser implements AutoCloseable {

	/** The token that opens the console of a test. */
	public static final String TOKEN = "AbCdEfGhIjKlMnOpQrStUvWx";

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private static final Path PICTURES = Path.of("target", "console");

	private static final Path IMAGES = Path.of("..", "docs", "images");

	private static final Dimension SIZE = new Dimension(1300, 1000);

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private final String base;

	private final Path profile;

	private final ChromeDriver driver;

	/**
	 * Open the console.
	 * @param base the URL of the application
	 * @throws IOException if a directory cannot be created
	 */
	public Browser(String base) throws IOException {
		this.base = base;
		Files.createDirectories(PICTURES);
		this.profile = Files.createTempDirectory("console-browser");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM.toFile());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--user-data-dir=" + this.profile);
		options.setCapability("goog:loggingPrefs", logs);
		this.driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(),
				options);
		resize(SIZE.getWidth(), SIZE.getHeight());
		this.driver.get(base + "/observability?token=" + TOKEN);
	}

	/**
	 * Skip the tests where there is no browser.
	 */
	public static void assumeInstalled() {
		Assumptions.assumeTrue(Files.exists(CHROMIUM) && Files.exists(DRIVER),
				"chromium and chromium-driver are not installed, so the console is not opened in a browser");
	}

	ChromeDriver driver() {
		return this.driver;
	}

	void resize(int width, int height) {
		this.driver.manage().window().setSize(new Dimension(width, height));
	}

	void restoreSize() {
		resize(SIZE.getWidth(), SIZE.getHeight());
	}

	/**
	 * Show a page.
	 * @param page the page, with its filters
	 */
	public void open(String page) {
		complaints();
		// The same document goes on, and what the last page drew is not to be read.
		this.driver.executeScript("if (location.hash !== '#/' + arguments[0]) {"
				+ " document.getElementById('main')?.replaceChildren(); }", page);
		this.driver.get(this.base + "/observability/#/" + page);
		await("#live.on");
		await("main h2");
	}

	/**
	 * Wait for an element.
	 * @param selector a CSS selector
	 * @return the element
	 */
	public WebElement await(String selector) {
		return new WebDriverWait(this.driver, DEADLINE)
			.until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(selector)));
	}

	/**
	 * Return what elements say.
	 * @param selector a CSS selector
	 * @return their texts
	 */
	public List<String> texts(String selector) {
		// All at once: the page may be drawn anew between two of them.
		Object texts = this.driver.executeScript(
				"return [...document.querySelectorAll(arguments[0])].map((element) => element.innerText)", selector);
		return ((List<?>) texts).stream().map((text) -> text.toString().strip().replaceAll("\\s+", " ")).toList();
	}

	/**
	 * Return what the page says.
	 * @return its text
	 */
	public String text() {
		return this.driver.findElement(By.tagName("main")).getText();
	}

	/**
	 * Wait for a value.
	 * @param value reads the value
	 * @param condition what is waited for
	 * @param <T> the type of the value
	 * @return the value
	 */
	public static <T> T until(Supplier<T> value, Predicate<T> condition) {
		return Awaitility.await()
			.atMost(DEADLINE)
			.ignoreException(StaleElementReferenceException.class)
			.until(value::get, condition::test);
	}

	/**
	 * Return what the browser complained of since the last call, violations of the policy
	 * included.
	 * @return the complaints
	 */
	public List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	/**
	 * Return serious findings of axe.
	 * @return the findings
	 * @throws IOException if its script cannot be read
	 */
	List<String> violations() throws IOException {
		try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
			this.driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
		}
		this.driver.manage().timeouts().scriptTimeout(DEADLINE);
		Object found = this.driver.executeAsyncScript("const done = arguments[0]; axe.run().then((r) => done("
				+ "r.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')"
				+ ".map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' | '))))");
		List<String> violations = new ArrayList<>();
		((List<?>) found).forEach((violation) -> violations.add(violation.toString()));
		return violations;
	}

	/**
	 * Leave a picture of the whole page for people to look at, in a full run: of a long
	 * page it takes a second.
	 * @param name its name
	 * @throws IOException if it cannot be written
	 */
	public void picture(String name) throws IOException {
		if (Boolean.getBoolean("tests.full")) {
			Files.write(PICTURES.resolve(name + ".png"), screenshot(true));
		}
	}

	/**
	 * Refresh a picture of the documentation, if that is asked for.
	 * @param name its name in the directory of images
	 * @throws IOException if it cannot be written
	 */
	public void pictureOfTheDocumentation(String name) throws IOException {
		if (Boolean.getBoolean("docs.write")) {
			Files.createDirectories(IMAGES);
			Files.write(IMAGES.resolve(name + ".png"), SmallPicture.of(screenshot(false)));
		}
	}

	/**
	 * Take a picture for the documentation, of a page with something unfolded.
	 * @param name the name of the picture
	 * @param folded the selector of what to click first
	 */
	public void pictureOfTheDocumentation(String name, String folded) throws IOException {
		if (Boolean.getBoolean("docs.write")) {
			await(folded);
			// At once: the page may be drawn anew between finding and clicking.
			this.driver.executeScript("document.querySelector(arguments[0]).click()", folded);
			pictureOfTheDocumentation(name);
		}
	}

	private byte[] screenshot(boolean whole) {
		Map<String, Object> shot = this.driver.executeCdpCommand("Page.captureScreenshot",
				Map.of("captureBeyondViewport", whole));
		return Base64.getDecoder().decode((String) shot.get("data"));
	}

	@Override
	public void close() throws IOException {
		this.driver.quit();
		FileSystemUtils.deleteRecursively(this.profile);
	}

}
