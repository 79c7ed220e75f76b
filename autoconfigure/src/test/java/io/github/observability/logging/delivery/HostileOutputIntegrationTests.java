package io.github.observability.logging.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.observability.testing.JsonLines;
import io.github.observability.testing.Volume;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Outputs that stall, are closed or lose their process.
 */
class HostileOutputIntegrationTests {

	private final List<Process> processes = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void leaveNoProcessBehind() {
		this.processes.forEach(Process::destroyForcibly);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sync", "async" })
	void leavesNoHalfLineWhereItIsKilled(String delivery) throws Exception {
		Path file = this.directory.resolve("app.log");
		int kills = Volume.of(1, 20);
		for (int i = 0; i < kills; i++) {
			Process process = start("pause=0", "--logging.file.name=" + file, "--logging.threshold.console=OFF",
					"--observability.logging.delivery=" + delivery, "--observability.logging.floods.enabled=false",
					"--logging.logback.rollingpolicy.max-file-size=2MB");
			long before = size(file);
			awaitFile("started", process);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> size(file) != before && size(file) > 20_000);
			process.destroyForcibly().waitFor();
			Files.delete(this.directory.resolve("started"));
		}
		assertThat(wholeLines()).isNotEmpty();
	}

	/**
	 * Parses what every file of the log holds up to its last line. A process that is
	 * killed while it rolls leaves no file of the usual name, or one that Logback was
	 * about to compress.
	 */
	private List<JsonNode> wholeLines() throws IOException {
		List<JsonNode> lines = new ArrayList<>();
		try (Stream<Path> files = Files.list(this.directory)) {
			for (Path file : files.filter(HostileOutputIntegrationTests::isLog).toList()) {
				String text = Files.readString(file);
				lines.addAll(JsonLines.parseAll(text.substring(0, text.lastIndexOf('\n') + 1)));
			}
		}
		return lines;
	}

	private static boolean isLog(Path file) {
		String name = file.getFileName().toString();
		return name.startsWith("app.log") && !name.endsWith(".gz");
	}

	@Test
	void stallsNobodyWhereStdoutStalls() throws Exception {
		Process process = start("pause=1", "--observability.logging.delivery=async",
				"--observability.logging.async.queue-size=256KB", "--observability.logging.floods.enabled=false");
		awaitFile("started", process);
		// Nobody reads: the pipe is full at once, and then the queue.
		awaitFile("dropped", process);
		Awaitility.await()
			.during(Duration.ofSeconds(Volume.of(0, 30)))
			.atMost(Duration.ofSeconds(60))
			.until(process::isAlive);
		CountingReader reader = new CountingReader(process.getInputStream());
		reader.start();
		// More than the pipe and the queue held: lines come out again.
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> reader.bytes > 512 * 1024);
		Files.writeString(this.directory.resolve("stop"), "now");
		assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
		reader.join();
		long[] report = report();
		long sent = report[0] + report[4];
		assertThat(report[2]).as("dropped").isPositive();
		// The writer itself reports once that lines were dropped.
		assertThat(report[1] + report[2] - sent).as("written + dropped - sent").isBetween(0L, 2L);
		assertThat(reader.lines).as("lines that came out").isGreaterThanOrEqualTo(report[1]);
		// A machine without a processor to spare delays a thread that sleeps, too.
		assertThat(report[3] - report[5]).as("slowest call in ms, less the longest delay of a sleep").isLessThan(1_000);
	}

	@Test
	void goesOnWhereStdoutIsClosed() throws Exception {
		Process process = start("pause=1", "--observability.logging.delivery=async",
				"--observability.logging.floods.enabled=false");
		process.getInputStream().close();
		awaitFile("busy", process);
		awaitFile("dropped", process);
		Files.writeString(this.directory.resolve("stop"), "now");
		assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
		long[] report = report();
		assertThat(report[0]).as("sent").isPositive();
		assertThat(report[2]).as("dropped").isPositive();
		assertThat(report[1] + report[2] - report[0] - report[4]).as("written + dropped - sent").isBetween(0L, 3L);
	}

	@Test
	void countsWhatAFullDiskDoesNotTake() throws Exception {
		Process process = start("pause=1", "--observability.logging.delivery=async", "--logging.file.name=/dev/full",
				"--logging.threshold.console=OFF", "--observability.logging.floods.enabled=false");
		awaitFile("busy", process);
		Files.writeString(this.directory.resolve("stop"), "now");
		assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
		assertThat(this.directory.resolve("report")).exists();
	}

	/** The file is away for a moment when it is rolled. */
	private static long size(Path file) {
		return file.toFile().length();
	}

	private long[] report() throws IOException {
		return Arrays.stream(Files.readString(this.directory.resolve("report")).split(" "))
			.mapToLong(Long::parseLong)
			.toArray();
	}

	private Process start(String pause, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xshare:auto",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-D" + pause));
		for (String file : List.of("stop", "started", "busy", "dropped", "report")) {
			command.add("-D" + file + "=" + this.directory.resolve(file));
		}
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), LoggingProgram.class.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		this.processes.add(process);
		return process;
	}

	private void awaitFile(String name, Process process) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> Files.exists(this.directory.resolve(name)) || !process.isAlive());
		assertThat(this.directory.resolve(name)).exists();
	}

	/** Reads what the process has written, and counts the lines that parse. */
	private static final class CountingReader extends Thread {

		private final InputStream stream;

		private volatile long bytes;

		private volatile long lines;

		CountingReader(InputStream stream) {
			this.stream = stream;
		}

		@Override
		public void run() {
			ByteArrayOutputStream read = new ByteArrayOutputStream();
			byte[] chunk = new byte[8192];
			try {
				for (int length = this.stream.read(chunk); length >= 0; length = this.stream.read(chunk)) {
					read.write(chunk, 0, length);
					this.bytes = read.size();
				}
				this.lines = JsonLines.parseAll(read.toString(StandardCharsets.UTF_8)).size();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
