package io.github.observability.shapes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.github.observability.testing.JsonLines;
import tools.jackson.databind.JsonNode;

/**
 * What was seen of an application of one shape from its start to its end.
 *
 * @param features What it says of itself.
 * @param closed What it says of itself when it is told to stop.
 * @param statuses Status of each request sent.
 * @param scrape What Prometheus would get after the first request.
 * @param exitCode How it ended.
 * @param out Its standard output.
 * @param err Its standard error.
 */
record Observed(JsonNode features, JsonNode closed, Statuses statuses, String scrape, int exitCode, String out,
		String err) {

	/** Of the request that is sent. */
	static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACE_PARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

	private static final String LOGIN = "Basic "
			+ Base64.getEncoder().encodeToString("rider:secret".getBytes(StandardCharsets.UTF_8));

	/** The level of a line, or the beginning of a stack trace. */
	private static final Pattern FAULT = Pattern
		.compile("\\b(ERROR|SEVERE)\\b|^Exception in|^(\\w+\\.)+\\w+(Exception|Error)(:|$)");

	static Observed of(Shape shape, boolean withStarter) throws IOException, InterruptedException {
		String name = shape.name().toLowerCase(Locale.ROOT) + (withStarter ? "" : "-without");
		try (ForkedApplication application = ForkedApplication.start(name, shape.setup(), withStarter)) {
			return shape.setup().serves() ? called(application, shape) : ended(application);
		}
	}

	private static Observed called(ForkedApplication application, Shape shape)
			throws IOException, InterruptedException {
		JsonNode features = application.awaitReady();
		String url = "http://localhost:" + features.path("port").asString();
		String management = "http://localhost:" + features.path("managementPort").asString()
				+ ((shape == Shape.MANAGEMENT_PORT) ? "/manage" : "/actuator");
		Statuses statuses = new Statuses(
				application.get(url + "/hello", "traceparent", TRACE_PARENT, "Authorization", LOGIN).statusCode(),
				application.get(url + "/nowhere").statusCode(), application.get(management + "/health").statusCode());
		String scrape = application.get(management + "/prometheus", "Authorization", LOGIN).body();
		int exitCode = application.terminate();
		return new Observed(features, application.lastWords(), statuses, scrape, exitCode, application.out(),
				application.err());
	}

	private static Observed ended(ForkedApplication application) throws InterruptedException {
		JsonNode features = application.awaitReady();
		int exitCode = application.awaitExit();
		return new Observed(features, application.lastWords(), new Statuses(0, 0, 0), application.err(), exitCode,
				application.out(), application.err());
	}

	/**
	 * Return the features of the starter that are on.
	 * @return their names
	 */
	List<String> on() {
		return this.features.path("on").valueStream().map(JsonNode::asString).toList();
	}

	boolean isTracing() {
		return this.features.path("tracing").asBoolean();
	}

	/**
	 * Return the series that count what was served or done.
	 * @return lines of the scrape
	 */
	List<String> recorded() {
		return this.scrape.lines()
			.filter((line) -> line
				.matches("http_server_requests_seconds_count\\{.*uri=\"/hello\".*|work_seconds_count.*"
						+ "|http_server_request_duration_seconds_count\\{.*http_route=\"/hello\".*"))
			.toList();
	}

	double inFlight() {
		return this.closed.path("inFlight").asDouble(Double.NaN);
	}

	/**
	 * Return who recorded the request. The starter's requests in flight are a gauge.
	 * @return what golden signals there are
	 */
	Setup.Signals signals() {
		if (this.statuses.hello() == 0) {
			return Setup.Signals.NONE;
		}
		return (this.scrape.contains("http_server_requests_active{method=")
				|| this.scrape.contains("http_server_active_requests{http_request_method=")) ? Setup.Signals.STARTERS
						: Setup.Signals.BOOTS;
	}

	/**
	 * Return the log line of the handler.
	 * @return the line, or all of them if they are not exactly one
	 */
	String line() {
		List<String> lines = this.out.lines().filter((line) -> line.contains(HelloApplication.MESSAGE)).toList();
		return (lines.size() == 1) ? lines.get(0) : lines.toString();
	}

	/**
	 * Return the handler's line without what differs from run to run.
	 * @return the line
	 */
	String generalLine() {
		return line().replaceAll("\\b[0-9a-f]{16}\\b", "id").replaceAll("\\d+", "0").replaceAll(" +", " ");
	}

	boolean isJson() {
		return line().startsWith("{");
	}

	/**
	 * Return the id of something in the handler's line.
	 * @param of the trace or the span
	 * @return its id
	 */
	String logged(String of) {
		return JsonLines.parse(line()).path(of).path("id").asString("");
	}

	/**
	 * Return the spans of the request that the agent exported.
	 * @return the lines of its exporter
	 */
	List<String> agentSpans() {
		return this.err.lines()
			.filter((line) -> line.contains("LoggingSpanExporter") && line.contains(TRACE_ID))
			.toList();
	}

	/**
	 * Return the lines of both outputs that tell of a fault.
	 * @return the lines
	 */
	List<String> faults() {
		return (this.out + this.err).lines().filter((line) -> FAULT.matcher(line).find()).toList();
	}

	/**
	 * Status of each request that was sent.
	 *
	 * @param hello The request with login that is looked at.
	 * @param nowhere A request without login to no handler.
	 * @param health The probe, without login.
	 */
	record Statuses(int hello, int nowhere, int health) {

	}

}
