package io.github.observability.shapes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.github.observability.testing.ChildJvm;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An application in a virtual machine of its own.
 */
public final class ForkedApplication implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final Path OUTPUT = Path.of("target", "shapes");

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final Path out;

	private final Path err;

	private ForkedApplication(Process process, Path out, Path err) {
		this.process = process;
		this.out = out;
		this.err = err;
	}

	/**
	 * Start an application of a shape.
	 * @param name name of the files that its output goes to
	 * @param setup how to start it
	 * @param withStarter whether the starter's classes are there
	 * @return the started application
	 * @throws IOException if it cannot be started
	 */
	public static ForkedApplication start(String name, Setup setup, boolean withStarter) throws IOException {
		Path out = Files.createDirectories(OUTPUT).resolve(name + ".out");
		Path err = OUTPUT.resolve(name + ".err");
		Process process = new ProcessBuilder(command(setup, withStarter)).redirectOutput(out.toFile())
			.redirectError(err.toFile())
			.start();
		return new ForkedApplication(process, out, err);
	}

	private static List<String> command(Setup setup, boolean withStarter) {
		List<String> command = ChildJvm.command("-Xmx256m", "-Dreactor.netty.ioShutdownQuietPeriod=1");
		command.addAll(setup.jvmOptions());
		if (setup.jars().contains(Jars.AGENT)) {
			command.add("-javaagent:" + Jars.AGENT.paths().get(0));
		}
		command.addAll(List.of("-cp", Jars.classPath(setup.jars(), directories(setup, withStarter)),
				setup.main().getName(), "--server.port=0", "--spring.main.banner-mode=off"));
		command.addAll(setup.arguments());
		return command;
	}

	private static List<String> directories(Setup setup, boolean withStarter) {
		List<String> directories = new ArrayList<>();
		if (!setup.resources().isEmpty()) {
			directories.add(target("test-classes/shapes/" + setup.resources()));
		}
		directories.add(target("test-classes"));
		if (withStarter) {
			directories.add(target("classes"));
		}
		return directories;
	}

	private static String target(String directory) {
		return Path.of("target", directory).toAbsolutePath().toString();
	}

	/**
	 * Wait until the application is ready.
	 * @return what it says of itself
	 */
	public JsonNode awaitReady() {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> report(FeatureReport.READY).isPresent() || !this.process.isAlive());
		// What it said last may have been written just before it ended.
		return report(FeatureReport.READY)
			.orElseThrow(() -> new AssertionError("Did not become ready:\n" + out() + err()));
	}

	/**
	 * Return what the application said of itself when it was told to stop.
	 * @return what it says, or nothing
	 */
	JsonNode lastWords() {
		return report(FeatureReport.CLOSED).orElseThrow(() -> new AssertionError("Did not close:\n" + out() + err()));
	}

	private Optional<JsonNode> report(String mark) {
		return err().lines()
			.filter((line) -> line.startsWith(mark) && line.endsWith("}"))
			.map((line) -> new JsonMapper().readTree(line.substring(mark.length())))
			.findFirst();
	}

	HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
		if (headers.length != 0) {
			request.headers(headers);
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Ask the application to stop.
	 * @return its exit code
	 * @throws InterruptedException if interrupted meanwhile
	 */
	int terminate() throws InterruptedException {
		this.process.destroy();
		return awaitExit();
	}

	/**
	 * Wait until the application has ended by itself.
	 * @return its exit code
	 * @throws InterruptedException if interrupted meanwhile
	 */
	public int awaitExit() throws InterruptedException {
		if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			throw new AssertionError("Did not end:\n" + out() + err());
		}
		return this.process.exitValue();
	}

	/**
	 * Return what the application wrote to its standard output.
	 * @return the text
	 */
	public String out() {
		return read(this.out);
	}

	/**
	 * Return what the application wrote to its standard error.
	 * @return the text
	 */
	public String err() {
		return read(this.err);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
