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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.github.observability.testing.ChildJvm;
import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.Volume;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Outputs that stall, are closed or lose their process.
 */
class HostileOutputIntegrationTests {

	private static final String DROPPED = "log lines were dropped because an output did not accept them";

	private final List<Process> processes = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void leaveNoProcessBehind() {
		this.processes.forEach(Process::destroyForcibly);
	}

	static Stream<String> deliveries() {
		return Volume.isFull() ? Stream.of("sync", "async") : Stream.of("sync");
	}

	@ParameterizedTest
	@MethodSource("deliveries")
	void leavesNoHalfLineWhereItIsKilled(String delivery) throws Exception {
		Path file = this.directory.resolve("app.log");
		int kills = Volume.of(1, 6);
		// Whoever logs goes on before an asynchronous line is written.
		boolean acknowledges = delivery.equals("sync");
		Set<String> acknowledged = new HashSet<>();
		for (int i = 0; i < kills; i++) {
			Process process = start(List.of("pause=0", "run=" + i, "acknowledges=" + acknowledges),
					"--logging.file.name=" + file, "--logging.threshold.console=OFF",
					"--observability.logging.delivery=" + delivery, "--observability.logging.floods.enabled=false",
					"--logging.logback.rollingpolicy.max-file-size=2MB");
			OutputReader reader = new OutputReader(process.getInputStream());
			reader.start();
			long before = size(file);
			awaitFile("started", process);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> size(file) != before && size(file) > 20_000);
			process.destroyForcibly().waitFor();
			reader.join();
			String run = "Run " + i;
			reader.text()
				.lines()
				.filter((line) -> line.startsWith("ack "))
				.map((line) -> line.split(" "))
				.forEach((parts) -> acknowledged.add(run + " thread " + parts[1] + " line " + parts[2]));
			Files.delete(this.directory.resolve("started"));
		}
		List<JsonNode> lines = wholeLines();
		assertThat(lines).isNotEmpty();
		assertThat(acknowledged.isEmpty()).isNotEqualTo(acknowledges);
		lines.forEach((line) -> acknowledged.remove(line.path("message").asString()));
		assertThat(acknowledged).as("acknowledged and lost").isEmpty();
	}

	/**
	 * Parses what every file of the log holds up to its last line. A process that is
	 * killed while it rolls leaves no file of the usual name, or one that Logback was
	 * about to compress.
	 */
	private List<JsonNode> wholeLines() throws IOException {
		List<JsonNode> lines = new ArrayList<>();
		try (Stream<Path> files = Files.list(this.directory)) {
			for (Path file : files.filter((each) -> each.getFileName().toString().startsWith("app.log")).toList()) {
				String text = file.toString().endsWith(".gz") ? unzipped(file) : Files.readString(file);
				lines.addAll(JsonLines.parseAll(text.substring(0, text.lastIndexOf('\n') + 1)));
			}
		}
		return lines;
	}

	/** An archive that was not finished ends early, and what it was made of is there. */
	private static String unzipped(Path file) {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		try (InputStream stream = new GZIPInputStream(Files.newInputStream(file))) {
			byte[] chunk = new byte[8192];
			for (int length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
				text.write(chunk, 0, length);
			}
		}
		catch (IOException ex) {
			return "";
		}
		return text.toString(StandardCharsets.UTF_8);
	}

	@Test
	void stallsNobodyWhereStdoutStalls() throws Exception {
		Process process = start(List.of("pause=1", "outputs=1"), "--observability.logging.delivery=async",
				"--observability.logging.async.queue-size=256KB", "--observability.logging.floods.enabled=false");
		awaitFile("started", process);
		// Nobody reads: the pipe is full at once, and then the queue.
		awaitFile("dropped", process);
		Awaitility.await()
			.during(Duration.ofSeconds(Volume.of(0, 10)))
			.atMost(Duration.ofSeconds(60))
			.until(process::isAlive);
		OutputReader reader = new OutputReader(process.getInputStream());
		reader.start();
		// More than the pipe and the queue held: lines come out again.
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> reader.length() > 512 * 1024);
		Files.writeString(this.directory.resolve("stop"), "now");
		assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
		reader.join();
		long[] report = report();
		long sent = report[0] + report[4];
		assertThat(report[2]).as("dropped").isPositive();
		// The writer itself reports once that lines were dropped.
		assertThat(report[1] + report[2] - sent).as("written + dropped - sent").isBetween(0L, 2L);
		assertThat(reader.lines().size()).as("lines that came out").isGreaterThanOrEqualTo((int) report[1]);
		// A machine without a processor to spare delays a thread that sleeps, too.
		assertThat(report[3] - report[5]).as("slowest call in ms, less the longest delay of a sleep").isLessThan(1_000);
	}

	@Test
	@FullRunOnly
	void goesOnWhereStdoutIsClosed() throws Exception {
		Process process = start(List.of("pause=1", "outputs=1"), "--observability.logging.delivery=async",
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
	@FullRunOnly
	void countsWhatAClosedStdoutDoesNotTakeOfThreadsThatWrite() throws Exception {
		Path file = this.directory.resolve("app.log");
		Process process = start(List.of("pause=1"), "--logging.file.name=" + file,
				"--observability.logging.floods.enabled=false");
		process.getInputStream().close();
		awaitFile("busy", process);
		awaitFile("dropped", process);
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(Files.readString(file)).contains(DROPPED));
		Files.writeString(this.directory.resolve("stop"), "now");
		assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
		long[] report = report();
		// All but those that were written before the pipe was closed.
		assertThat(report[2]).as("dropped").isBetween(1L, (long) wholeLines().size());
		assertThat(wholeLines()).hasSizeGreaterThanOrEqualTo((int) report[0]);
	}

	static Stream<String> ends() {
		return Volume.isFull() ? Stream.of("fail", "exit") : Stream.of("fail");
	}

	@ParameterizedTest
	@FullRunOnly
	@ValueSource(strings = { "sync", "async" })
	void countsWhatAFullDiskDoesNotTake(String delivery) throws Exception {
		Path file = this.directory.resolve("app.log");
		Process process = start(List.of("pause=5", "largest=64", "outputs=" + (delivery.equals("async") ? 2 : 0)),
				"--logging.file.name=" + file, "--observability.logging.delivery=" + delivery,
				"--observability.logging.floods.enabled=false");
		OutputReader reader = new OutputReader(process.getInputStream());
		reader.start();
		awaitFile("busy", process);
		awaitFile("dropped", process);
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(reader.text()).contains(DROPPED));
		Files.writeString(this.directory.resolve("stop"), "now");
		assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
		reader.join();
		long[] report = report();
		assertThat(report[2]).as("dropped").isPositive();
		String text = Files.readString(file);
		assertThat(text).as("no half line").endsWith("\n");
		int written = JsonLines.parseAll(text).size();
		assertThat(written).isPositive();
		// Standard output has all of them.
		assertThat(reader.lines().size() - written - report[2]).as("neither written nor dropped").isBetween(-2L, 2L);
	}

	@ParameterizedTest
	@MethodSource("ends")
	void writesEverythingBeforeItEnds(String end) throws Exception {
		Process process = start(List.of("end=" + end), "--observability.logging.delivery=async",
				"--observability.logging.floods.enabled=false");
		OutputReader reader = new OutputReader(process.getInputStream());
		reader.start();
		assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
		reader.join();
		assertThat(process.exitValue()).isEqualTo(end.equals("exit") ? 3 : 1);
		List<String> messages = reader.lines().stream().map((line) -> line.path("message").asString()).toList();
		assertThat(messages).containsSubsequence(
				IntStream.range(0, LoggingProgram.LINES).mapToObj((i) -> "Line " + i + " before the end").toList());
		if (end.equals("fail")) {
			assertThat(reader.lines()).last().satisfies((line) -> {
				assertThat(line.path("message").asString()).isEqualTo("Application run failed");
				assertThat(line.path("error").path("stack_trace").asString()).contains("The ledger is missing");
			});
		}
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

	private Process start(List<String> properties, String... arguments) throws IOException {
		List<String> command = ChildJvm.command();
		for (String property : properties) {
			if (property.startsWith("largest=")) {
				// The system takes the beginning of a write that is too much, as a disk
				// does.
				String blocks = property.substring("largest=".length());
				command.addAll(0, List.of("sh", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "sh"));
			}
			command.add("-D" + property);
		}
		for (String file : List.of("stop", "started", "busy", "dropped", "report")) {
			command.add("-D" + file + "=" + this.directory.resolve(file));
		}
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), LoggingProgram.class.getName()));
		command.add("--spring.main.banner-mode=off");
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

	/** Reads what the process writes. */
	private static final class OutputReader extends Thread {

		private final ByteArrayOutputStream read = new ByteArrayOutputStream();

		private final InputStream stream;

		OutputReader(InputStream stream) {
			this.stream = stream;
		}

		@Override
		public void run() {
			byte[] chunk = new byte[8192];
			try {
				for (int length = this.stream.read(chunk); length >= 0; length = this.stream.read(chunk)) {
					this.read.write(chunk, 0, length);
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		int length() {
			return this.read.size();
		}

		String text() {
			return this.read.toString(StandardCharsets.UTF_8);
		}

		List<JsonNode> lines() {
			return JsonLines.parseAll(text());
		}

	}

}
