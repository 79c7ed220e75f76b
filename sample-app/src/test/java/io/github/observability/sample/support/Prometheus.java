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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus that scrapes applications each second, where the machine has it.
 */
public final class Prometheus implements AutoCloseable {

	private static final Duration START = Duration.ofSeconds(60);

	private static final String CONFIGURATION = """
			global: { scrape_interval: 1s, evaluation_interval: 1s }
			rule_files: [rules.yml]
			scrape_configs:
			""";

	private static final String JOB = """
			  - job_name: %s
			    metrics_path: /actuator/prometheus
			    static_configs: [{ targets: [%s] }]
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
		return start(directory, Map.of(job, List.of(port)), rules);
	}

	/**
	 * Start it and wait until it is ready.
	 * @param directory where it works
	 * @param jobs ports of the applications, by the name of the job that scrapes them
	 * @param rules rules that it evaluates each second
	 * @return the running server
	 * @throws IOException if it cannot be started
	 */
	public static Prometheus start(Path directory, Map<String, List<Integer>> jobs, String rules) throws IOException {
		Files.writeString(directory.resolve("rules.yml"), rules);
		StringBuilder text = new StringBuilder(CONFIGURATION);
		jobs.forEach((job, ports) -> text.append(JOB.formatted(job,
				ports.stream().map((port) -> "\"localhost:" + port + "\"").collect(Collectors.joining(", ")))));
		Path configuration = Files.writeString(directory.resolve("prometheus.yml"), text);
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
		return query(expression).stream().findFirst().map(Series::last).orElse(Double.NaN);
	}

	/**
	 * Evaluate an expression now.
	 * @param expression the expression
	 * @return the series that it has, each with one value
	 */
	public List<Series> query(String expression) {
		return series("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
	}

	/**
	 * Evaluate an expression each second until now.
	 * @param expression the expression
	 * @param seconds how long
	 * @return the series that it has
	 */
	public List<Series> query(String expression, int seconds) {
		long now = System.currentTimeMillis() / 1000;
		return series("/api/v1/query_range?step=1&start=%d&end=%d&query=%s".formatted(now - seconds, now,
				URLEncoder.encode(expression, StandardCharsets.UTF_8)));
	}

	private List<Series> series(String path) {
		JsonNode response = new JsonMapper().readTree(get(path).body());
		if (!response.path("status").asString().equals("success")) {
			throw new IllegalArgumentException(response.path("error").asString());
		}
		List<Series> series = new ArrayList<>();
		for (JsonNode each : response.at("/data/result")) {
			Map<String, String> labels = new TreeMap<>();
			each.path("metric")
				.properties()
				.forEach((label) -> labels.put(label.getKey(), label.getValue().asString()));
			List<Double> values = new ArrayList<>();
			JsonNode samples = each.has("values") ? each.path("values")
					: new JsonMapper().createArrayNode().add(each.path("value"));
			samples.forEach((sample) -> values.add(number(sample.path(1).asString())));
			series.add(new Series(labels, values));
		}
		return series;
	}

	private static double number(String text) {
		return switch (text) {
			case "+Inf" -> Double.POSITIVE_INFINITY;
			case "-Inf" -> Double.NEGATIVE_INFINITY;
			default -> Double.parseDouble(text);
		};
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

	/**
	 * A series of a result.
	 *
	 * @param labels its labels
	 * @param values its values, the latest last
	 */
	public record Series(Map<String, String> labels, List<Double> values) {

		public double last() {
			return this.values.get(this.values.size() - 1);
		}

	}

}
