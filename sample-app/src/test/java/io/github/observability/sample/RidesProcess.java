package io.github.observability.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

/**
 * The packaged application in a process of its own, working in a directory of its own.
 */
final class RidesProcess implements AutoCloseable {

	private static final Duration START = Duration.ofSeconds(120);

	private static final Duration STOP = Duration.ofSeconds(45);

	private static final Pattern URL = Pattern.compile("Rides is running at (http://localhost:\\d+)");

	private final Path stdout;

	private final Path stderr;

	private final Process process;

	private RidesProcess(Path stdout, Path stderr, Process process) {
		this.stdout = stdout;
		this.stderr = stderr;
		this.process = process;
	}

	static RidesProcess start(Path jar, Path directory, List<String> jvmOptions, String... arguments)
			throws IOException {
		Path stdout = directory.resolve("stdout");
		Path stderr = directory.resolve("stderr");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// It lives for seconds: a quick start counts for more than the best code.
		command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
				"-Dreactor.netty.ioShutdownQuietPeriod=1"));
		command.addAll(jvmOptions);
		command.addAll(List.of("-jar", jar.toString()));
		command.addAll(List.of(arguments));
		// Files, for a full pipe would stop the application.
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectOutput(stdout.toFile())
			.redirectError(stderr.toFile())
			.start();
		return new RidesProcess(stdout, stderr, process);
	}

	String awaitBaseUrl() {
		return Awaitility.await().atMost(START).until(this::baseUrl, (url) -> !url.isEmpty());
	}

	String stdout() {
		return read(this.stdout);
	}

	String stderr() {
		return read(this.stderr);
	}

	/** Ends the application as an orchestrator would. */
	int stop() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
			throw new AssertionError("Did not stop in " + STOP + ", last output:\n" + tail(stdout()));
		}
		return this.process.exitValue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	private String baseUrl() {
		if (!this.process.isAlive()) {
			throw new AssertionError("Ended with %d, last output:\n%s\n%s".formatted(this.process.exitValue(),
					tail(stdout()), tail(stderr())));
		}
		return URL.matcher(stderr()).results().map((match) -> match.group(1)).findFirst().orElse("");
	}

	private static String tail(String text) {
		return text.substring(Math.max(0, text.length() - 4000));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
