package io.github.observability.logging.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import io.github.observability.logging.filter.EventFilterAutoConfiguration;
import io.github.observability.logging.flood.FloodAutoConfiguration;
import io.github.observability.logging.masking.LogMaskerAutoConfiguration;
import io.github.observability.logging.patterns.LogPatternsAutoConfiguration;
import io.github.observability.testing.ChildJvm;
import io.github.observability.testing.JsonLines;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the lines of an application go, with the settings that Boot has for it.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogDeliveryIntegrationTests {

	@TempDir
	private Path directory;

	@BeforeEach
	@AfterEach
	void forgetTheLastApplication() {
		// Boot leaves its settings here, and the next application would have them.
		System.getProperties()
			.keySet()
			.removeIf((key) -> key.toString().startsWith("LOGBACK_ROLLINGPOLICY_") || key.toString().startsWith("LOG_")
					|| key.toString().startsWith("CONSOLE_LOG_") || key.toString().startsWith("FILE_LOG_"));
		LoggingSystem.get(getClass().getClassLoader()).cleanUp();
	}

	@Test
	void keepsBootsSettingsOfTheConsoleAndTheFile(CapturedOutput output) throws IOException {
		Path file = this.directory.resolve("app.log");
		run(() -> {
			Appender<ILoggingEvent> console = appender("CONSOLE");
			assertThat(console).isInstanceOf(CombiningConsoleAppender.class);
			Appender<ILoggingEvent> log = appender("FILE");
			assertThat(log).isInstanceOf(CombiningFileAppender.class);
			assertThat(((CombiningFileAppender) log).getFile()).isEqualTo(file.toString());
			assertThat(root().iteratorForAppenders()).toIterable().hasSize(2);
			LoggerFactory.getLogger("org.example").info("only in the file");
			LoggerFactory.getLogger("org.example").warn("in both");
		}, "--logging.file.name=" + file, "--logging.threshold.console=WARN");
		assertThat(JsonLines.withMessage(output.getOut(), "in both")).isNotNull();
		assertThat(output.getOut()).doesNotContain("only in the file");
		assertThat(JsonLines.withMessage(Files.readString(file), "only in the file")).isNotNull();
		assertThat(JsonLines.withMessage(Files.readString(file), "in both")).isNotNull();
	}

	@Test
	void rollsFilesAndLosesNoLineOfManyThreads() throws IOException {
		Path file = this.directory.resolve("app.log");
		int threads = 8;
		int lines = 200;
		run(() -> {
			List<Thread> all = IntStream.range(0, threads).mapToObj((thread) -> new Thread(() -> {
				for (int i = 0; i < lines; i++) {
					LoggerFactory.getLogger("org.example").info("line {} of {}", i, thread);
				}
			})).toList();
			all.forEach(Thread::start);
			all.forEach(LogDeliveryIntegrationTests::join);
		}, "--logging.file.name=" + file, "--logging.threshold.console=OFF",
				"--logging.logback.rollingpolicy.max-file-size=64KB",
				"--logging.logback.rollingpolicy.file-name-pattern=" + this.directory + "/app.%d{yyyy-MM-dd}.%i.log");
		List<String> messages = new ArrayList<>();
		List<Path> files = files();
		for (Path rolled : files) {
			// The limit, and what one write takes.
			assertThat(Files.size(rolled)).isLessThan(64 * 1024 + CombiningWriter.MAX_COMBINED_BYTES);
			JsonLines.parseAll(Files.readString(rolled))
				.forEach((line) -> messages.add(line.path("message").asString()));
		}
		assertThat(files).hasSizeGreaterThan(3);
		assertThat(messages.stream().filter((message) -> message.startsWith("line ")))
			.containsExactlyInAnyOrderElementsOf(IntStream.range(0, threads)
				.boxed()
				.flatMap((thread) -> IntStream.range(0, lines).mapToObj((i) -> "line " + i + " of " + thread))
				.toList());
	}

	@ParameterizedTest
	@EnumSource
	void letsNobodyWaitForAnArgumentThatBlocks(LogDelivery delivery) throws Exception {
		Path file = this.directory.resolve("app.log");
		CountDownLatch reached = new CountDownLatch(1);
		CountDownLatch gate = new CountDownLatch(1);
		Object blocking = new Object() {

			@Override
			public String toString() {
				reached.countDown();
				awaitQuietly(gate);
				return "done";
			}

		};
		run(FloodsAndPatterns.class, () -> {
			Thread request = new Thread(() -> LoggerFactory.getLogger("org.example").error("Waits for {}", blocking));
			request.start();
			awaitQuietly(reached);
			List<Thread> others = IntStream.range(0, 8).mapToObj((thread) -> new Thread(() -> {
				for (int i = 0; i < 50; i++) {
					LoggerFactory.getLogger("org.example").info("line {} of {}", i, thread);
					LoggerFactory.getLogger("org.example").error("Waits for {}", i);
				}
			})).toList();
			others.forEach(Thread::start);
			others.forEach(LogDeliveryIntegrationTests::join);
			assertThat(request.isAlive()).isTrue();
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> messages(file).filter((message) -> message.startsWith("line ")).count() == 400);
			gate.countDown();
			join(request);
		}, "--logging.file.name=" + file, "--logging.threshold.console=OFF",
				"--observability.logging.delivery=" + delivery);
		assertThat(messages(file)).contains("Waits for done");
		long summarized = JsonLines.parseAll(Files.readString(file))
			.stream()
			.mapToLong((line) -> line.path("flood_count").asLong(0))
			.sum();
		long written = messages(file).filter((message) -> message.startsWith("Waits for")).count();
		assertThat(written + summarized).as("of one kind, written or in a summary").isEqualTo(401);
	}

	@ParameterizedTest
	@EnumSource
	void writesOneLineForAnArgumentThatFails(LogDelivery delivery) throws Exception {
		Path file = this.directory.resolve("app.log");
		List<Object> loop = new ArrayList<>();
		List<Object> other = new ArrayList<>(List.of(loop));
		loop.add(other);
		run(FloodsAndPatterns.class, () -> {
			org.slf4j.Logger logger = LoggerFactory.getLogger("org.example");
			logger.info("Throws {} and {}", new Failing(), "goes on");
			logger.atInfo().addKeyValue("thing", new Failing()).log("Has a key that throws");
			logger.info("Recurses {} and {}", loop, "goes on");
			logger.info("Grows {}", new Object() {

				@Override
				public String toString() {
					return "x".repeat(10_000_000);
				}

			});
			logger.info("Ends");
		}, "--logging.file.name=" + file, "--logging.threshold.console=OFF",
				"--observability.logging.delivery=" + delivery);
		List<String> lines = Files.readString(file).lines().toList();
		assertThat(lines).allSatisfy((line) -> assertThat(line.length()).isLessThanOrEqualTo(16 * 1024));
		assertThat(JsonLines.withMessage(Files.readString(file), "Has a key that throws").path("thing").asString())
			.startsWith("[not readable: ");
		assertThat(messages(file).filter((message) -> message.matches("(Throws|Has|Recurses|Grows|Ends).*")))
			.satisfiesExactly((message) -> assertThat(message).isEqualTo("Throws [FAILED toString()] and goes on"),
					(message) -> assertThat(message).startsWith("Has a key"),
					(message) -> assertThat(message).isEqualTo("Recurses [FAILED toString()] and goes on"),
					(message) -> assertThat(message).startsWith("Grows xxx"),
					(message) -> assertThat(message).isEqualTo("Ends"));
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatAnArgumentLogs(LogDelivery delivery) throws Exception {
		Path file = this.directory.resolve("app.log");
		run(() -> LoggerFactory.getLogger("org.example").info("Outer {}", new Object() {

			@Override
			public String toString() {
				LoggerFactory.getLogger("org.example").info("Inner {}", "argument");
				return "argument";
			}

		}), "--logging.file.name=" + file, "--logging.threshold.console=OFF",
				"--observability.logging.delivery=" + delivery);
		assertThat(messages(file).filter((message) -> message.endsWith(" argument"))).containsExactly("Inner argument",
				"Outer argument");
	}

	@Test
	void countsAFileThatIsThereOnce() throws IOException {
		Path file = Files.writeString(this.directory.resolve("app.log"), "x".repeat(6_000) + "\n");
		run(() -> LoggerFactory.getLogger("org.example").info("appended"), "--logging.file.name=" + file,
				"--logging.logback.rollingpolicy.max-file-size=10KB");
		assertThat(files()).containsExactly(file);
		assertThat(Files.readString(file)).startsWith("xxx").contains("appended");
	}

	@Test
	void rollsAFileThatIsTooLong() throws IOException {
		Path file = Files.writeString(this.directory.resolve("app.log"), "x".repeat(11_000) + "\n");
		run(() -> LoggerFactory.getLogger("org.example").info("appended"), "--logging.file.name=" + file,
				"--logging.logback.rollingpolicy.max-file-size=10KB");
		Path archive = files().stream().filter((path) -> path.toString().endsWith(".gz")).findFirst().orElseThrow();
		try (InputStream stream = new GZIPInputStream(Files.newInputStream(archive))) {
			assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).startsWith("xxx");
		}
		assertThat(Files.readString(file)).doesNotContain("xxx").contains("appended");
	}

	@Test
	void leavesAnAppenderOfTheApplicationAlone() throws IOException {
		runOwn("<appender name='CONSOLE' class='ch.qos.logback.core.ConsoleAppender'>"
				+ "<encoder class='io.github.observability.logging.encoder.LogEncoder'/></appender>"
				+ "<root level='INFO'><appender-ref ref='CONSOLE'/></root>",
				() -> assertThat(appender("CONSOLE")).isExactlyInstanceOf(ConsoleAppender.class));
	}

	@Test
	void replacesWhatALogbackFileIncludesFromBoot() throws IOException {
		runOwn("<include resource='org/springframework/boot/logging/logback/base.xml'/>", () -> {
			assertThat(appender("CONSOLE")).isInstanceOf(CombiningConsoleAppender.class);
			assertThat(appender("FILE")).isInstanceOf(CombiningFileAppender.class);
		}, "--logging.file.name=" + this.directory.resolve("app.log"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--observability.logging.enabled=false", "--logging.structured.format.console=gelf" })
	void leavesBootsAppendersWithoutTheStartersFormat(String setting) {
		run(() -> assertThat(appender("CONSOLE")).isExactlyInstanceOf(ConsoleAppender.class), setting);
	}

	@Test
	void namesItsAppendersInALogbackFile(CapturedOutput output) throws IOException {
		runOwn("<appender name='OWN' class='io.github.observability.logging.delivery.CombiningConsoleAppender'>"
				+ "<encoder><pattern>own %msg%n</pattern></encoder></appender>"
				+ "<root level='INFO'><appender-ref ref='OWN'/></root>",
				() -> LoggerFactory.getLogger("org.example").info("line"));
		assertThat(output.getOut().lines()).contains("own line");
	}

	@Test
	void stopsWithTheContextOfLogback() {
		run(() -> {
			CombiningConsoleAppender console = (CombiningConsoleAppender) appender("CONSOLE");
			((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
			assertThat(console.isStarted()).isFalse();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "fail" })
	void writesEverythingBeforeTheJvmEnds(String argument) throws Exception {
		List<String> command = ChildJvm.command("-cp", System.getProperty("java.class.path"),
				EndingProgram.class.getName());
		if (!argument.isEmpty()) {
			command.add(argument);
		}
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
			.toList();
		assertThat(process.waitFor()).isEqualTo(argument.isEmpty() ? 0 : 1);
		assertThat(lines).startsWith("other")
			.endsWith("main " + (EndingProgram.LINES - 1))
			.hasSize(EndingProgram.LINES + 1);
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Stream<String> messages(Path file) throws IOException {
		String text = Files.readString(file);
		return JsonLines.parseAll(text.substring(0, text.lastIndexOf('\n') + 1))
			.stream()
			.map((line) -> line.path("message").asString());
	}

	private List<Path> files() {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter((file) -> file.getFileName().toString().startsWith("app.")).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Logger root() {
		return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	private static Appender<ILoggingEvent> appender(String name) {
		return root().getAppender(name);
	}

	private void runOwn(String content, Runnable work, String... arguments) throws IOException {
		Path file = Files.writeString(this.directory.resolve("own.xml"),
				"<configuration>" + content + "</configuration>");
		run(work, Stream.concat(Stream.of("--logging.config=" + file.toUri()), Stream.of(arguments))
			.toArray(String[]::new));
	}

	private static void run(Runnable work, String... arguments) {
		run(Worker.class, work, arguments);
	}

	private static void run(Class<?> source, Runnable work, String... arguments) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(source).web(WebApplicationType.NONE)
			.run(arguments);
		work.run();
		context.close();
		((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
	}

	@Configuration(proxyBeanMethods = false)
	static class Worker {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ FloodAutoConfiguration.class, EventFilterAutoConfiguration.class,
			LogPatternsAutoConfiguration.class, LogMaskerAutoConfiguration.class })
	static class FloodsAndPatterns {

	}

	private static final class Failing {

		@Override
		public String toString() {
			throw new IllegalStateException("not now");
		}

	}

}
