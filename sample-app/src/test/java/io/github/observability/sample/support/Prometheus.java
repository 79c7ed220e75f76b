package io.github.observability.sample.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus that scrapes one application each second, where the machine has it.
 */
public final class Prometheus implements AutoCloseable {

	private static final Duration START = Duration.ofSeconds(60);

	private static final String CONFIGURATION = """
			global: { scrape_interval: 1s, evaluation_interval: 1s }
			rule_files: [rules.yml]
			scrape_configs:
			  - job_name: %s
			    metrics_path: /actuator/prometheus
			    static_configs: [{ targets: ["localhost:%d"] }]
			""";

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final String url;

	private Prometheus(Process process, String url) {
		this.process = process;
		this.url = url;
	}

	/**
	 * Whether {@code prometheus} is on the path.
	 * @return {@code true} if it can be run
	 */
	public static boolean isInstalled() {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, "prometheus")));
	}

	/**
	 * Start it and wait until it is ready.
	 * @param directory where it works
	 * @param job name of the job that scrapes the application
	 * @param port port of the application
	 * @param rules rules that it evaluates each second
	 * @return the running server
	 * @throws IOException if it cannot be started
	 */
	public static Prometheus start(Path directory, String job, int port, String rules) throws IOException {
		Files.writeString(directory.resolve("rules.yml"), rules);
		Path configuration = Files.writeString(directory.resolve("prometheus.yml"), CONFIGURATION.formatted(job, port));
		int ownPort = freePort();
		Process process = new ProcessBuilder("prometheus", "--config.file=" + configuration,
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + ownPort)
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("prometheus.log").toFile())
			.start();
		Prometheus prometheus = new Prometheus(process, "http://127.0.0.1:" + ownPort);
		try {
			Awaitility.await()
				.atMost(START)
				.ignoreExceptionsInstanceOf(UncheckedIOException.class)
				.until(() -> process.isAlive() && prometheus.get("/-/ready").statusCode() == 200);
		}
		catch (RuntimeException ex) {
			prometheus.close();
			throw ex;
		}
		return prometheus;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * Evaluate an expression now.
	 * @param expression the expression
	 * @return its value, {@code NaN} if it has none
	 */
	public double value(String expression) {
		HttpResponse<String> response = get(
				"/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
		JsonNode value = new JsonMapper().readTree(response.body()).at("/data/result/0/value/1");
		return value.isMissingNode() ? Double.NaN : Double.parseDouble(value.asString());
	}

	private HttpResponse<String> get(String path) {
		try {
			return this.client.send(
					HttpRequest.newBuilder(URI.create(this.url + path)).timeout(Duration.ofSeconds(10)).build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

}
