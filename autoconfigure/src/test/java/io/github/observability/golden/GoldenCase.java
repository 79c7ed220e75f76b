package io.github.observability.golden;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Requests, and how their clients behave.
 */
enum GoldenCase {

	OK("Handled successfully", Client.PATIENT, "GET /ok/1"),

	HEAD("`HEAD`", Client.PATIENT, "HEAD /ok/1"),

	OPTIONS("`OPTIONS`", Client.PATIENT, "OPTIONS /ok/1"),

	PREFLIGHT("CORS preflight from an origin that is not allowed", Client.PATIENT, "OPTIONS /ok/1",
			"Origin: http://elsewhere.example", "Access-Control-Request-Method: GET"),

	PREFLIGHT_ALLOWED("CORS preflight from an allowed origin", Client.PATIENT, "OPTIONS /cors/1",
			"Origin: http://elsewhere.example", "Access-Control-Request-Method: GET"),

	UNKNOWN_METHOD("Unknown method", Client.PATIENT, "BREW /ok/1"),

	UNMAPPED("Unmapped path", Client.PATIENT, "GET /nowhere/17"),

	UNMAPPED_SLASH("Unmapped path with a trailing slash", Client.PATIENT, "GET /nowhere/17/"),

	BAD("Handler returns 400", Client.PATIENT, "GET /bad"),

	MALFORMED_BODY("Malformed JSON", Client.PATIENT, "POST /json", "Content-Type: application/json", "", "{"),

	MALFORMED_PARAMETER("Malformed parameter that a filter reads", Client.PATIENT, "GET /parameter?x=%zz"),

	TOO_LARGE("Upload over the limit", Client.PATIENT, "POST /upload", "Content-Type: multipart/form-data; boundary=x",
			"",
			"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n" + "a".repeat(5000)
					+ "\r\n--x--\r\n"),

	HANDLED_404("Exception that an `@ExceptionHandler` maps to 404", Client.PATIENT, "GET /missing"),

	HANDLED_500("Exception that an `@ExceptionHandler` maps to 500", Client.PATIENT, "GET /handled"),

	UNHANDLED("Unhandled exception", Client.PATIENT, "GET /unhandled"),

	FATAL("Error of the virtual machine", Client.PATIENT, "GET /fatal"),

	EXPECTED("Exception of an expected type", Client.PATIENT, "GET /expected"),

	BROKEN_DEPENDENCY("Connection closed by a dependency", Client.PATIENT, "GET /broken-dependency"),

	RETURNED_503("Handler returns 503", Client.PATIENT, "GET /returned"),

	SEND_ERROR("`sendError(503)`", Client.PATIENT, "GET /send-error"),

	FILTER_FAILURE("Exception in a filter", Client.PATIENT, "GET /filter-failing"),

	FORWARD("Forwards to another handler", Client.PATIENT, "GET /forward"),

	INCLUDE("Includes another handler", Client.PATIENT, "GET /include"),

	REFINED("Interceptor refines the route", Client.PATIENT, "GET /tenants/7"),

	REFINED_FORWARD("Refined route, then a forward to another handler", Client.PATIENT, "GET /tenants/7/forward"),

	REFINED_ERROR("Refined route, then the error page", Client.PATIENT, "GET /tenants/7/failing"),

	FUNCTIONAL("Functional endpoint in a nested route", Client.PATIENT, "GET /functional/1"),

	FUNCTIONAL_ON_ERROR("Functional endpoint whose `onError` maps an exception to 503", Client.PATIENT,
			"GET /functional/on-error"),

	FUNCTIONAL_FILTER("Functional endpoint whose filter maps an exception to 502", Client.PATIENT,
			"GET /functional/filter"),

	FUNCTIONAL_404("Functional endpoint whose `onError` maps an exception to 404", Client.PATIENT,
			"GET /functional/missing"),

	PLAIN_SERVLET("Servlet mapped to a pattern", Client.PATIENT, "GET /plain/17"),

	PLAIN_SERVLET_FAILING("Servlet that fails", Client.PATIENT, "GET /plain/failing"),

	CALLABLE("`Callable`", Client.PATIENT, "GET /callable"),

	CALLABLE_FAILING("`Callable` that fails", Client.PATIENT, "GET /callable-failing"),

	FUTURE("`CompletableFuture`", Client.PATIENT, "GET /future"),

	FUTURE_FAILING("`CompletableFuture` that fails", Client.PATIENT, "GET /future-failing"),

	TIMEOUT("`DeferredResult` that times out", Client.PATIENT, "GET /timeout"),

	ASYNC_TWICE("Two asynchronous cycles", Client.PATIENT, "GET /async-twice"),

	FORGOTTEN("Asynchronous and never completed", Client.PATIENT, "GET /forgotten"),

	SSE("Server-sent events", Client.PATIENT, "GET /sse"),

	STREAMING_BODY("`StreamingResponseBody`", Client.PATIENT, "GET /streaming-body"),

	WEB_SOCKET("WebSocket handshake", Client.DISCONNECTS_AFTER_HEADERS, "GET /socket", "Upgrade: websocket",
			"Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),

	ABORT("Client disconnects while the handler writes", Client.DISCONNECTS, "GET /endless"),

	ABORT_SWALLOWED("Client disconnects and the handler swallows the exception", Client.DISCONNECTS,
			"GET /endless-untold"),

	ABORT_ASYNC("Client disconnects while a `StreamingResponseBody` is written", Client.DISCONNECTS,
			"GET /endless-streaming-body"),

	ABORT_SSE("Client disconnects while events are sent", Client.DISCONNECTS, "GET /endless-sse"),

	ABORT_EARLY("Client disconnects before an asynchronous handler returns", Client.DISCONNECTS, "GET /abort-early"),

	ACTUATOR("Health endpoint", Client.PATIENT, "GET /actuator/health"),

	PROBE("Readiness probe", Client.PATIENT, "GET /readyz");

	/** Arguments of the application. */
	static final List<String> ARGUMENTS = List.of("server.shutdown=immediate",
			"management.tracing.sampling.probability=1", "spring.servlet.multipart.max-file-size=1KB",
			"management.endpoint.health.probes.add-additional-paths=true",
			"observability.golden.expected-exceptions=" + GoldenTestApplication.ExpectedException.class.getName());

	private static final int TIMEOUT_MILLIS = 20_000;

	private final String description;

	private final Client client;

	private final String[] lines;

	GoldenCase(String description, Client client, String... lines) {
		this.description = description;
		this.client = client;
		this.lines = lines;
	}

	String description() {
		return this.description;
	}

	String path() {
		return this.lines[0].substring(this.lines[0].indexOf(' ') + 1);
	}

	/**
	 * The trace that the client started.
	 */
	String traceId() {
		return "%032x".formatted(ordinal() + 1);
	}

	/**
	 * Whether Tomcat reports the end only if one thread is faster than another, so that
	 * plain Boot sometimes records the request and sometimes does not.
	 */
	boolean isRaceInTomcat() {
		return this == ABORT_ASYNC || this == ABORT_SSE;
	}

	/**
	 * Whether plain Boot records nothing because Tomcat does not report the end.
	 */
	boolean isLostByPlainBoot() {
		return this == ABORT_EARLY;
	}

	boolean isRecorded() {
		return this != ACTUATOR && this != PROBE;
	}

	/**
	 * Send the request and read the response.
	 * @param url the URL of the application
	 * @return the response, or the part that was read
	 * @throws IOException if the connection fails
	 */
	String send(String url) throws IOException {
		URI uri = URI.create(url);
		try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(request().getBytes(StandardCharsets.UTF_8));
			socket.getOutputStream().flush();
			String answer = this.client.read(socket.getInputStream());
			if (this.client == Client.DISCONNECTS) {
				// Resets the connection instead of closing it.
				socket.setSoLinger(true, 0);
			}
			return answer;
		}
	}

	private String request() {
		StringBuilder head = new StringBuilder(this.lines[0]).append(" HTTP/1.1\r\nHost: localhost\r\n")
			.append("traceparent: 00-%s-b7ad6b7169203331-01\r\n".formatted(traceId()));
		String body = "";
		for (int i = 1; i < this.lines.length; i++) {
			if (this.lines[i].isEmpty()) {
				body = this.lines[i + 1];
				break;
			}
			head.append(this.lines[i]).append("\r\n");
		}
		if (!String.join("\n", this.lines).toLowerCase(Locale.ROOT).contains("upgrade")) {
			head.append("Connection: close\r\n");
		}
		if (!body.isEmpty()) {
			head.append("Content-Length: ").append(body.length()).append("\r\n");
		}
		return head.append("\r\n").append(body).toString();
	}

	/**
	 * How a client behaves.
	 */
	enum Client {

		/** Reads the whole response. */
		PATIENT,

		/** Reads the headers and closes the connection. */
		DISCONNECTS_AFTER_HEADERS,

		/** Reads some bytes of the body and resets the connection. */
		DISCONNECTS;

		String read(InputStream input) throws IOException {
			ByteArrayOutputStream answer = new ByteArrayOutputStream();
			byte[] buffer = new byte[1024];
			for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
				answer.write(buffer, 0, read);
				if (this != PATIENT && answer.toString(StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
					break;
				}
			}
			return answer.toString(StandardCharsets.ISO_8859_1);
		}

	}

}
