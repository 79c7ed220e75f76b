package io.github.observability.context.propagation;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of {@link TraceHeaderCase} from the wire through a server and a client to the
 * wire.
 */
class TraceHeadersIntegrationTests {

	private final BlockingQueue<Headers> received = new LinkedBlockingQueue<>();

	private HttpServer service;

	@BeforeEach
	void startService() throws IOException {
		this.service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.service.createContext("/", (exchange) -> {
			this.received.add(exchange.getRequestHeaders());
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.service.start();
	}

	@AfterEach
	void stopService() {
		this.service.stop(0);
	}

	@ParameterizedTest
	@CsvSource({ "servlet, rest", "servlet, web", "reactive, web" })
	void keepToTheRecommendation(String server, String client) throws Exception {
		SoftAssertions softly = new SoftAssertions();
		try (RunningApplication application = start(server)) {
			for (TraceHeaderCase headers : TraceHeaderCase.all()) {
				TraceHeaderResult result = relay(application, client, headers);
				softly.assertThat(result.isRight(headers)).as("%s gives %s", headers, result).isTrue();
			}
		}
		softly.assertAll();
	}

	@Test
	void plainBootDoesNot() throws Exception {
		TraceHeaderCase several = TraceHeaderCase.all()
			.stream()
			.filter((headers) -> headers.description().equals("several headers are one list"))
			.findFirst()
			.orElseThrow();
		try (RunningApplication application = start("servlet", "observability.context.enabled=false")) {
			assertThat(relay(application, "web", several).isRight(several)).isFalse();
		}
	}

	@ParameterizedTest
	@CsvSource({ "servlet, rest", "reactive, web" })
	void keepTheHeaderNamesOfOthers(String server, String client) throws Exception {
		try (RunningApplication application = start(server, "management.tracing.propagation.type=b3_multi")) {
			send(application, client, List.of("X-B3-TraceId: " + TraceHeaderCase.TRACE_ID,
					"X-B3-SpanId: " + TraceHeaderCase.SPAN_ID, "X-B3-Sampled: 1"));
			Headers sent = take();
			assertThat(sent.getFirst("X-B3-TraceId")).isEqualTo(TraceHeaderCase.TRACE_ID);
			assertThat(sent).doesNotContainKey("Traceparent");
		}
	}

	private TraceHeaderResult relay(RunningApplication application, String client, TraceHeaderCase headers)
			throws Exception {
		List<String> lines = new ArrayList<>();
		headers.parents().forEach((value) -> lines.add("TraceParent: " + value));
		headers.states().forEach((value) -> lines.add("tracestate: " + value));
		assertThat(send(application, client, lines)).as("%s", headers).startsWith("HTTP/1.1 200");
		Headers sent = take();
		return new TraceHeaderResult(values(sent, "Traceparent"), values(sent, "Tracestate"));
	}

	private Headers take() throws InterruptedException {
		Headers sent = this.received.poll(10, TimeUnit.SECONDS);
		assertThat(sent).isNotNull();
		return sent;
	}

	private static List<String> values(Headers headers, String name) {
		@Nullable List<String> values = headers.get(name);
		return (values != null) ? values : List.of();
	}

	/**
	 * Send a request as it is written here, which no client would.
	 */
	private String send(RunningApplication application, String client, List<String> lines) throws IOException {
		URI uri = URI.create(application
			.url("/relay?client=" + client + "&url=http://localhost:" + this.service.getAddress().getPort() + "/"));
		String request = "GET " + uri.getRawPath() + "?" + uri.getRawQuery() + " HTTP/1.1\r\nHost: localhost\r\n"
				+ "Connection: close\r\n" + String.join("", lines.stream().map((line) -> line + "\r\n").toList())
				+ "\r\n";
		try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
			socket.setSoTimeout(20_000);
			OutputStream out = socket.getOutputStream();
			out.write(request.getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	private static RunningApplication start(String server, String... properties) {
		String[] arguments = new String[properties.length + 2];
		arguments[0] = "spring.main.banner-mode=off";
		arguments[1] = "spring.main.web-application-type=" + server;
		System.arraycopy(properties, 0, arguments, 2, properties.length);
		return RunningApplication.start(Relaying.class, arguments);
	}

	@UnsecuredApplication
	@Import(Relay.class)
	static class Relaying {

		@Bean
		RestClient rest(RestClient.Builder builder) {
			return builder.build();
		}

		@Bean
		WebClient web(WebClient.Builder builder) {
			return builder.build();
		}

	}

	@RestController
	static class Relay {

		private final RestClient rest;

		private final WebClient web;

		Relay(RestClient rest, WebClient web) {
			this.rest = rest;
			this.web = web;
		}

		@GetMapping("/relay")
		Mono<String> relay(@RequestParam String client, @RequestParam URI url) {
			if (client.equals("rest")) {
				this.rest.get().uri(url).retrieve().toBodilessEntity();
				return Mono.just(client);
			}
			return this.web.get().uri(url).retrieve().toBodilessEntity().thenReturn(client);
		}

	}

}
