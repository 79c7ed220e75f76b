package io.github.observability.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.observability.console.recording.ConsoleRecorder;
import io.github.observability.console.recording.TraceStore;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The console on each kind of server, attacked over raw sockets.
 */
class ConsoleSecurityIntegrationTests {

	private static final String TOKEN = "AbCdEfGhIjKlMnOpQrStUvWx";

	private static final Map<Server, ConfigurableApplicationContext> applications = new EnumMap<>(Server.class);

	@AfterAll
	static void stop() {
		applications.values().forEach(ConfigurableApplicationContext::close);
		applications.clear();
	}

	@ParameterizedTest
	@EnumSource
	void servesThePageAndTheApiToTheHolderOfTheToken(Server server) throws IOException {
		assertThat(server.get("/observability/", "")).startsWith("HTTP/1.1 200").contains("Observability console");
		assertThat(server.get("/observability/console.js", "")).startsWith("HTTP/1.1 200").contains("text/javascript");
		assertThat(server.get("/observability/api/now", "")).startsWith("HTTP/1.1 200").contains("\"points\":[");
		assertThat(server.get("/observability/api/setup", "")).contains("\"console\":{");
		assertThat(server.get("/observability", "")).startsWith("HTTP/1.1 303")
			.containsIgnoringCase("location: " + server.base + "/observability/");
		assertThat(server.get("/observability/api/nothing", "")).startsWith("HTTP/1.1 404");
		assertThat(server.get("/observability/api/requests/unknown", "")).startsWith("HTTP/1.1 404");
	}

	@ParameterizedTest
	@EnumSource
	void turnsTheTokenOfTheUrlIntoACookie(Server server) throws IOException {
		String response = server.send("GET " + server.base + "/observability?token=" + TOKEN + " HTTP/1.1",
				"Host: localhost");
		assertThat(response).startsWith("HTTP/1.1 303")
			.containsIgnoringCase("set-cookie: observability-console=" + TOKEN + "; Path=" + server.base
					+ "/observability; HttpOnly; SameSite=Strict");
		assertThat(server.send("GET " + server.base + "/observability/api/now HTTP/1.1", "Host: localhost",
				"Cookie: observability-console=" + TOKEN))
			.startsWith("HTTP/1.1 200");
	}

	@ParameterizedTest
	@EnumSource
	void refusesEachAttack(Server server) throws IOException {
		String api = "GET " + server.base + "/observability/api/now HTTP/1.1";
		String token = "Authorization: Bearer " + TOKEN;
		refused(server, 401, api, "Host: localhost");
		refused(server, 401, api, "Host: localhost", "Authorization: Bearer wrong");
		refused(server, 401, api, "Host: localhost", "Authorization: Bearer " + TOKEN.toLowerCase());
		refused(server, 401, "GET " + server.base + "/observability/api/events HTTP/1.1", "Host: localhost");
		refused(server, 401, "GET " + server.base + "/observability/console.js HTTP/1.1", "Host: localhost");
		refused(server, 403, api, "Host: evil.example", token);
		refused(server, 403, api, "Host: localhost", "Origin: http://evil.example", token);
		refused(server, 403, api, "Host: localhost", "Sec-Fetch-Site: cross-site", token);
		refused(server, 405, "POST " + server.base + "/observability/api/now HTTP/1.1", "Host: localhost",
				"Content-Length: 0", token);
		String timing = "POST " + server.base + "/observability/api/timing HTTP/1.1";
		refused(server, 401, timing, "Host: localhost", "Content-Length: 0");
		refused(server, 403, timing, "Host: localhost", "Content-Length: 0", "Origin: http://evil.example", token);
		refused(server, 405, "OPTIONS " + server.base + "/observability/api/now HTTP/1.1", "Host: localhost", token);
		refused(server, 400, api, "Host: localhost", "Connection: close", "Upgrade: websocket", token);
	}

	@ParameterizedTest
	@EnumSource
	void findsNothingByTricksWithThePath(Server server) throws IOException {
		for (String path : List.of("/observability/../observability/secret", "/observability/%2e%2e/application.yml",
				"/observability/..;/application.yml", "/observability/api/now;x=y", "/observability//api/now",
				"/observability/api/%6eow", "/observability/./api/now", "/observability;a/api/now",
				"/%6fbservability/api/now", "/observability/assets/index.html", "/observability/vendor/",
				"/observability/api/requests/../../application.yml",
				"/observability/api/requests/x%2f..%2f..%2fsecret")) {
			String response = server.get(path, "");
			assertThat(response).as(path).doesNotStartWith("HTTP/1.1 200").doesNotContain("\"points\"");
		}
	}

	@ParameterizedTest
	@EnumSource
	void sendsHeadersThatProtect(Server server) throws IOException {
		String response = server.get("/observability/api/now", "Range: bytes=0-1\r\nX-Forwarded-Host: evil.example");
		assertThat(response).startsWith("HTTP/1.1 200")
			.containsIgnoringCase("content-security-policy: default-src 'none'")
			.containsIgnoringCase("x-content-type-options: nosniff")
			.containsIgnoringCase("cache-control: no-store")
			.doesNotContainIgnoringCase("access-control-allow-origin")
			.doesNotContain("evil.example");
		// An array at the top could be read by a script of another page in old browsers,
		// were there no other guard.
		assertThat(server.get("/observability/api/requests", "")).contains("\r\n\r\n{");
	}

	@ParameterizedTest
	@EnumSource
	void streamsEventsAndBoundsTheStreams(Server server) throws IOException {
		List<Socket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < 20; i++) {
				Socket socket = server.open("GET " + server.base + "/observability/api/events HTTP/1.1",
						"Host: localhost", "Authorization: Bearer " + TOKEN);
				sockets.add(socket);
				// Open before the next one, which closes the oldest.
				String first = read(socket, "retry: ");
				assertThat(first).startsWith("HTTP/1.1 200").containsIgnoringCase("text/event-stream");
			}
			assertThat(read(sockets.get(sockets.size() - 1), "\"point\":{")).contains("data: {");
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
		}
		// The server still answers.
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(server.get("/observability/api/now", "")).startsWith("HTTP/1.1 200"));
	}

	@ParameterizedTest
	@EnumSource
	void answersACodingAgent(Server server) throws IOException {
		assertThat(server.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{"
				+ "\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"))
			.startsWith("HTTP/1.1 200")
			.contains("observability-console");
		assertThat(server.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"))
			.startsWith("HTTP/1.1 202");
		assertThat(server.post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}")).contains("signals_now",
				"find_requests", "explain_request", "errors", "findings", "incidents", "compare_runs");
		assertThat(server.post("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{"
				+ "\"name\":\"find_requests\",\"arguments\":{\"limit\":1}}}"))
			.contains("\\\"traces\\\":");
		assertThat(server.post("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tools/call\",\"params\":{"
				+ "\"name\":\"explain_request\",\"arguments\":{\"traceId\":\"../now\"}}}"))
			.contains("\"isError\":true");
		for (String malformed : List.of("", "{", "[]", "null", "x".repeat(100_000), "{\"jsonrpc\":\"2.0\"}")) {
			assertThat(server.post(malformed)).startsWith("HTTP/1.1 400");
		}
	}

	@ParameterizedTest
	@EnumSource
	void leavesNoTraceOfItself(Server server) throws IOException {
		ConfigurableApplicationContext context = server.context();
		long served = served(context);
		int traces = context.getBean(TraceStore.class).size();
		for (int i = 0; i < 5; i++) {
			server.get("/observability/api/requests", "");
			server.get("/observability/index.html", "");
			server.send("GET " + server.base + "/observability/api/now HTTP/1.1", "Host: evil.example");
		}
		context.getBean(ConsoleRecorder.class).record(System.currentTimeMillis());
		assertThat(served(context)).isEqualTo(served);
		assertThat(context.getBean(TraceStore.class).size()).isEqualTo(traces);
		assertThat(server.get("/observability/api/lines", "")).doesNotContain("/observability/api");
	}

	@ParameterizedTest
	@EnumSource
	void takesTheOrderToTimeAMethod(Server server) throws IOException {
		assertThat(server.send("POST " + server.base + "/observability/api/timing?seconds=x HTTP/1.1",
				"Host: localhost", "Content-Length: 0", "Authorization: Bearer " + TOKEN))
			.startsWith("HTTP/1.1 400")
			.contains("'seconds' must be a whole number");
		assertThat(server.get("/observability/api/timing", "")).startsWith("HTTP/1.1 200")
			.contains("\"state\":\"NONE\"");
	}

	private static String read(Socket socket, String until) throws IOException {
		socket.setSoTimeout(30_000);
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		byte[] buffer = new byte[4096];
		while (!received.toString(StandardCharsets.UTF_8).contains(until)) {
			int read = socket.getInputStream().read(buffer);
			assertThat(read).as(received.toString(StandardCharsets.UTF_8)).isPositive();
			received.write(buffer, 0, read);
		}
		return received.toString(StandardCharsets.UTF_8);
	}

	private static long served(ConfigurableApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.find("http.server.requests")
			.timers()
			.stream()
			.mapToLong((timer) -> timer.count())
			.sum();
	}

	private static void refused(Server server, int status, String... lines) throws IOException {
		String response = server.send(lines);
		assertThat(response).as(String.join(" | ", lines)).startsWith("HTTP/1.1 " + status);
		assertThat(response).doesNotContain("\"points\"").doesNotContain("retry: ");
	}

	enum Server {

		MVC(WebApplicationType.SERVLET, "/app", "--server.servlet.context-path=/app"),

		WEBFLUX(WebApplicationType.REACTIVE, "/app", "--spring.webflux.base-path=/app"),

		OWN_PORT(WebApplicationType.NONE, "");

		private final WebApplicationType type;

		private final String base;

		private final String[] arguments;

		Server(WebApplicationType type, String base, String... arguments) {
			this.type = type;
			this.base = base;
			this.arguments = arguments;
		}

		ConfigurableApplicationContext context() {
			return applications.computeIfAbsent(this, (server) -> {
				SpringApplication application = new SpringApplication(ConsoleTestApplication.class);
				application.setWebApplicationType(server.type);
				List<String> arguments = new ArrayList<>(List.of(server.arguments));
				arguments.addAll(List.of("--server.port=0", "--observability.console.token=" + TOKEN,
						"--spring.main.banner-mode=off"));
				return application.run(arguments.toArray(String[]::new));
			});
		}

		int port() {
			return (this.type == WebApplicationType.NONE) ? context().getBean(StandaloneConsoleServer.class).port()
					: Integer.parseInt(context().getEnvironment().getRequiredProperty("local.server.port"));
		}

		String get(String path, String header) throws IOException {
			String authorization = "Authorization: Bearer " + TOKEN;
			return send("GET " + this.base + path + " HTTP/1.1", "Host: localhost",
					header.isEmpty() ? authorization : authorization + "\r\n" + header);
		}

		String post(String body) throws IOException {
			return send("POST " + this.base + "/observability/mcp HTTP/1.1", "Host: localhost",
					"Authorization: Bearer " + TOKEN, "Content-Type: application/json", "Connection: close",
					"Content-Length: " + body.length() + "\r\n\r\n" + body);
		}

		String send(String... lines) throws IOException {
			try (Socket socket = open(lines)) {
				socket.setSoTimeout(30_000);
				return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			}
		}

		Socket open(String... lines) throws IOException {
			Socket socket = new Socket("127.0.0.1", port());
			String request = String.join("\r\n", lines);
			boolean stream = request.contains("/api/events ") && request.contains(TOKEN);
			String close = (stream || request.contains("Connection:")) ? "" : "\r\nConnection: close";
			socket.getOutputStream().write((request + close + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().flush();
			return socket;
		}

	}

}
