package io.github.observability;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Names by which HTTP requests are recorded: those of the meters, and those of the tags,
 * which the attributes of the spans share. Code that reads recorded telemetry asks here
 * for a role instead of spelling a name.
 *
 * @param convention the convention that the names follow
 * @param requests the timer of the requests, which is also the name of their observations
 * @param active the gauge of the requests in flight
 * @param method the tag of the method
 * @param route the tag of the route of a request served, or the template of one sent
 * @param status the tag of the status
 * @param exception the tag of the exception
 * @param peer the tag of the host that was called, {@code null} for requests served
 * @param url the span attribute of the path of a request served, or the URL of one sent
 * @see RecordedNames
 */
public record HttpNames(SemanticConvention convention, String requests, String active, String method, String route,
		String status, String exception, @Nullable String peer, String url) {

	/** The tag of the outcome, which both conventions have. */
	public static final String OUTCOME = "outcome";

	/** The outcome of a request that failed. */
	public static final String SERVER_ERROR = "SERVER_ERROR";

	/**
	 * The tag that Micrometer adds to each observation: the simple name of its exception.
	 */
	public static final String ERROR = "error";

	/** The route that stands for those past a limit. */
	public static final String OTHER_ROUTE = "other";

	private static final HttpNames MICROMETER_SERVER = micrometer("http.server.requests", null);

	private static final HttpNames MICROMETER_CLIENT = micrometer("http.client.requests", "client.name");

	private static final HttpNames OPENTELEMETRY_SERVER = openTelemetry("http.server", "http.route", null, "url.path");

	private static final HttpNames OPENTELEMETRY_CLIENT = openTelemetry("http.client", "url.template", "server.address",
			"url.full");

	private static HttpNames micrometer(String requests, @Nullable String peer) {
		return new HttpNames(SemanticConvention.MICROMETER, requests, requests + ".active", "method", "uri", "status",
				"exception", peer, "http.url");
	}

	private static HttpNames openTelemetry(String side, String route, @Nullable String peer, String url) {
		return new HttpNames(SemanticConvention.OPENTELEMETRY, side + ".request.duration", side + ".active_requests",
				"http.request.method", route, "http.response.status_code", "error.type", peer, url);
	}

	/**
	 * Return the names for requests served.
	 * @param convention a convention
	 * @return its names
	 */
	public static HttpNames server(SemanticConvention convention) {
		return (convention == SemanticConvention.OPENTELEMETRY) ? OPENTELEMETRY_SERVER : MICROMETER_SERVER;
	}

	/**
	 * Return the names for requests sent.
	 * @param convention a convention
	 * @return its names
	 */
	public static HttpNames client(SemanticConvention convention) {
		return (convention == SemanticConvention.OPENTELEMETRY) ? OPENTELEMETRY_CLIENT : MICROMETER_CLIENT;
	}

	/**
	 * Return the names by which observations of a name are recorded. Work other than HTTP
	 * requests has Micrometer's tags.
	 * @param observation the name of observations
	 * @return the names
	 */
	public static HttpNames of(String observation) {
		for (HttpNames names : List.of(OPENTELEMETRY_SERVER, OPENTELEMETRY_CLIENT, MICROMETER_CLIENT)) {
			if (names.requests.equals(observation)) {
				return names;
			}
		}
		return MICROMETER_SERVER;
	}

	/**
	 * Return these names with another timer.
	 * @param name the name of the timer, {@code null} for the same
	 * @return the names
	 */
	public HttpNames named(@Nullable String name) {
		if (name == null || name.isBlank() || name.equals(this.requests)) {
			return this;
		}
		return new HttpNames(this.convention, name, name + ".active", this.method, this.route, this.status,
				this.exception, this.peer, this.url);
	}

	/**
	 * Return the value that stands for a method outside the standard ones.
	 * @return the value of the tag
	 */
	public String unknownMethod() {
		return (this.convention == SemanticConvention.OPENTELEMETRY) ? "_OTHER" : "UNKNOWN";
	}

	/**
	 * Return the value that stands for an exception.
	 * @param exception the class of the exception
	 * @return the value of the tag
	 */
	public String exceptionValue(Class<?> exception) {
		String simpleName = exception.getSimpleName();
		return (this.convention == SemanticConvention.OPENTELEMETRY || simpleName.isEmpty()) ? exception.getName()
				: simpleName;
	}

}
