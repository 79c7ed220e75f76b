package io.github.observability.logging.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import io.github.observability.testing.JsonLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.WebApplicationType;
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
		List<String> command = new ArrayList<>(
				List.of(System.getProperty("java.home") + "/bin/java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp",
						System.getProperty("java.class.path"), EndingProgram.class.getName()));
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
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Worker.class).web(WebApplicationType.NONE)
			.run(arguments);
		work.run();
		context.close();
		((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
	}

	@Configuration(proxyBeanMethods = false)
	static class Worker {

	}

}
