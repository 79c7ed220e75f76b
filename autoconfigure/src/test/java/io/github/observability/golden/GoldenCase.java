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
 * A request, and how its client behaves.
 */
enum GoldenCase {

	OK("Answered by a handler", Client.PATIENT, "GET /ok/1"),

	HEAD("`HEAD`", Client.PATIENT, "HEAD /ok/1"),

	OPTIONS("`OPTIONS`", Client.PATIENT, "OPTIONS /ok/1"),

	PREFLIGHT("CORS preflight of an origin that is not allowed", Client.PATIENT, "OPTIONS /ok/1",
			"Origin: http://elsewhere.example", "Access-Control-Request-Method: GET"),

	PREFLIGHT_ALLOWED("CORS preflight of one that is", Client.PATIENT, "OPTIONS /cors/1",
			"Origin: http://elsewhere.example", "Access-Control-Request-Method: GET"),

	UNKNOWN_METHOD("Method that nobody knows", Client.PATIENT, "BREW /ok/1"),

	UNMAPPED("Path that nobody serves", Client.PATIENT, "GET /nowhere/17"),

	UNMAPPED_SLASH("The same with a trailing slash", Client.PATIENT, "GET /nowhere/17/"),

	BAD("Returned 400", Client.PATIENT, "GET /bad"),

	MALFORMED_BODY("Malformed JSON", Client.PATIENT, "POST /json", "Content-Type: application/json", "", "{"),

	MALFORMED_PARAMETER("Malformed parameter that a filter reads", Client.PATIENT, "GET /parameter?x=%zz"),

	TOO_LARGE("Upload above the limit", Client.PATIENT, "POST /upload", "Content-Type: multipart/form-data; boundary=x",
			"",
			"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n" + "a".repeat(5000)
					+ "\r\n--x--\r\n"),

	HANDLED_404("Exception that a handler answered with 404", Client.PATIENT, "GET /missing"),

	HANDLED_500("Exception that a handler answered with 500", Client.PATIENT, "GET /handled"),

	UNHANDLED("Exception that nobody handled", Client.PATIENT, "GET /unhandled"),

	FATAL("Error of the virtual machine", Client.PATIENT, "GET /fatal"),

	EXPECTED("Exception of an expected type", Client.PATIENT, "GET /expected"),

	BROKEN_DEPENDENCY("A dependency closed its connection", Client.PATIENT, "GET /broken-dependency"),

	RETURNED_503("Returned 503", Client.PATIENT, "GET /returned"),

	SEND_ERROR("`sendError(503)`", Client.PATIENT, "GET /send-error"),

	FILTER_FAILURE("Exception in a filter", Client.PATIENT, "GET /filter-failing"),

	FORWARD("Forwarded to another handler", Client.PATIENT, "GET /forward"),

	INCLUDE("Another handler included", Client.PATIENT, "GET /include"),

	CALLABLE("`Callable`", Client.PATIENT, "GET /callable"),

	CALLABLE_FAILING("`Callable` that fails", Client.PATIENT, "GET /callable-failing"),

	FUTURE("`CompletableFuture`", Client.PATIENT, "GET /future"),

	FUTURE_FAILING("`CompletableFuture` that fails", Client.PATIENT, "GET /future-failing"),

	TIMEOUT("`DeferredResult` that times out", Client.PATIENT, "GET /timeout"),

	ASYNC_TWICE("Made asynchronous twice", Client.PATIENT, "GET /async-twice"),

	FORGOTTEN("Made asynchronous and forgotten", Client.PATIENT, "GET /forgotten"),

	SSE("Server-sent events", Client.PATIENT, "GET /sse"),

	STREAMING_BODY("`StreamingResponseBody`", Client.PATIENT, "GET /streaming-body"),

	WEB_SOCKET("WebSocket handshake", Client.LEAVES_AFTER_HEADERS, "GET /socket", "Upgrade: websocket",
			"Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),

	ABORT("Client gone while the handler writes", Client.LEAVES, "GET /endless"),

	ABORT_UNTOLD("The same, and the handler keeps the exception to itself", Client.LEAVES, "GET /endless-untold"),

	ABORT_ASYNC("Client gone while a `StreamingResponseBody` is written", Client.LEAVES, "GET /endless-streaming-body"),

	ABORT_SSE("Client gone while events are sent", Client.LEAVES, "GET /endless-sse"),

	ABORT_EARLY("Client gone before a handler that goes on asynchronously has returned", Client.LEAVES,
			"GET /abort-early"),

	ACTUATOR("Health", Client.PATIENT, "GET /actuator/health"),

	PROBE("Readiness probe", Client.PATIENT, "GET /readyz");

	/** What the application that is sent all this is started with. */
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
	 * The trace that the client has begun.
	 */
	String traceId() {
		return "%032x".formatted(ordinal() + 1);
	}

	/**
	 * Whether it depends on which thread is first if Tomcat tells the end and counts the
	 * request. Plain Boot then records now this and now nothing.
	 */
	boolean isRaceInTomcat() {
		return this == ABORT_ASYNC || this == ABORT_SSE;
	}

	/**
	 * Whether plain Boot records nothing, because Tomcat tells nobody of the end.
	 */
	boolean isForgottenByPlainBoot() {
		return this == ABORT_EARLY;
	}

	boolean isTraffic() {
		return this != ACTUATOR && this != PROBE;
	}

	/**
	 * Send the request and take what comes back.
	 * @param url where the application is
	 * @return the answer, or what was read of it
	 * @throws IOException if the connection fails
	 */
	String send(String url) throws IOException {
		URI uri = URI.create(url);
		try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(request().getBytes(StandardCharsets.UTF_8));
			socket.getOutputStream().flush();
			String answer = this.client.read(socket.getInputStream());
			if (this.client == Client.LEAVES) {
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

		/** Reads the whole answer. */
		PATIENT,

		/** Reads the headers and closes the connection. */
		LEAVES_AFTER_HEADERS,

		/** Reads some bytes of the body and resets the connection. */
		LEAVES;

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
