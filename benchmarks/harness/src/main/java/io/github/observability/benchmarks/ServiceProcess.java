package io.github.observability.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;

/**
 * A JVM that serves a variant.
 */
final class ServiceProcess implements AutoCloseable {

	static final String HOST = "127.0.0.1";

	private static final String MAIN_CLASS = "io.github.observability.benchmarks.service.ServiceApplication";

	/**
	 * With threads that come and go, the CPU time of a compiler thread that went would
	 * count as the service's.
	 */
	private static final List<String> JVM_ARGUMENTS = List.of("-Xmx512m", "-XX:+UseG1GC",
			"-XX:-UseDynamicNumberOfCompilerThreads");

	private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final JsonMapper json = JsonMapper.shared();

	private final int port;

	private final ServiceLog log;

	private final Process process;

	private final double startUpSeconds;

	private ServiceProcess(Variant variant, String classPath, String downstreamUrl) throws IOException {
		this.port = freePort();
		this.log = ServiceLog.create();
		long start = System.nanoTime();
		this.process = new ProcessBuilder(command(variant, classPath, downstreamUrl)).redirectErrorStream(true)
			.redirectOutput(this.log.redirect())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		awaitFirstAnswer();
		this.startUpSeconds = (System.nanoTime() - start) / 1e9;
	}

	static ServiceProcess start(Variant variant, Layout layout, Sink sink) {
		try {
			return new ServiceProcess(variant, layout.variantClassPath(variant.classPath()), sink.url());
		}
		catch (IOException ex) {
			throw new IllegalStateException("'%s' cannot be started".formatted(variant.name()), ex);
		}
	}

	private List<String> command(Variant variant, String classPath, String downstreamUrl) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(JVM_ARGUMENTS);
		command.addAll(variant.jvmArguments());
		command.addAll(List.of("-cp", classPath, MAIN_CLASS));
		command.addAll(List.of("--spring.application.name=greetings", "--server.port=" + this.port,
				"--server.tomcat.threads.max=16", "--server.tomcat.threads.min-spare=16",
				"--downstream.url=" + downstreamUrl));
		variant.properties().forEach((property) -> command.add("--" + property));
		return command;
	}

	private void awaitFirstAnswer() throws IOException {
		long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
		while (System.nanoTime() < deadline) {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("It did not start: " + this.log.failure());
			}
			if (answers()) {
				return;
			}
			Pause.of(Duration.ofMillis(20));
		}
		close();
		throw new IllegalStateException("It did not answer within " + START_TIMEOUT);
	}

	private boolean answers() {
		try {
			return get("/usage").statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	HttpResponse<String> get(String path) throws IOException {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + this.port + path))
				.timeout(Duration.ofSeconds(30))
				.build();
			return this.client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	Usage usage(boolean gc) {
		try {
			return this.json.readValue(get("/usage?gc=" + gc).body(), Usage.class);
		}
		catch (IOException ex) {
			throw new IllegalStateException("The service does not answer", ex);
		}
	}

	ProcessHandle handle() {
		return this.process.toHandle();
	}

	ServiceLog log() {
		return this.log;
	}

	int port() {
		return this.port;
	}

	double startUpSeconds() {
		return this.startUpSeconds;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly();
		this.process.onExit().join();
		this.log.delete();
	}

}
