package io.github.observability.context.propagation;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.Headers;
import io.github.observability.testing.CalledService;
import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.SharedApplication;
import io.github.observability.testing.UnsecuredApplication;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
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

	@RegisterExtension
	static final SharedApplication shared = new SharedApplication();

	@RegisterExtension
	final CalledService service = new CalledService();

	@ParameterizedTest
	@CsvSource({ "servlet, rest", "servlet, web", "reactive, web" })
	void keepToTheRecommendation(String server, String client) throws Exception {
		SoftAssertions softly = new SoftAssertions();
		RunningApplication application = start(server);
		for (TraceHeaderCase headers : TraceHeaderCase.all()) {
			TraceHeaderResult result = relay(application, client, headers);
			softly.assertThat(result.isRight(headers)).as("%s gives %s", headers, result).isTrue();
		}
		softly.assertAll();
	}

	@Test
	@FullRunOnly
	void plainBootDoesNot() throws Exception {
		TraceHeaderCase several = TraceHeaderCase.all()
			.stream()
			.filter((headers) -> headers.description().equals("several headers form one list"))
			.findFirst()
			.orElseThrow();
		RunningApplication application = start("servlet", "observability.context.enabled=false");
		assertThat(relay(application, "web", several).isRight(several)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "servlet, rest", "reactive, web" })
	void keepTheHeaderNamesOfOthers(String server, String client) throws Exception {
		RunningApplication application = start(server, "management.tracing.propagation.type=b3_multi");
		send(application, client, List.of("X-B3-TraceId: " + TraceHeaderCase.TRACE_ID,
				"X-B3-SpanId: " + TraceHeaderCase.SPAN_ID, "X-B3-Sampled: 1"));
		Headers sent = this.service.take();
		assertThat(sent.getFirst("X-B3-TraceId")).isEqualTo(TraceHeaderCase.TRACE_ID);
		assertThat(sent).doesNotContainKey("Traceparent");
	}

	private TraceHeaderResult relay(RunningApplication application, String client, TraceHeaderCase headers)
			throws Exception {
		List<String> lines = new ArrayList<>();
		headers.parents().forEach((value) -> lines.add("TraceParent: " + value));
		headers.states().forEach((value) -> lines.add("tracestate: " + value));
		assertThat(send(application, client, lines)).as("%s", headers).startsWith("HTTP/1.1 200");
		Headers sent = this.service.take();
		return new TraceHeaderResult(values(sent, "Traceparent"), values(sent, "Tracestate"));
	}

	private static List<String> values(Headers headers, String name) {
		@Nullable List<String> values = headers.get(name);
		return (values != null) ? values : List.of();
	}

	/**
	 * Send a request as it is written here, which no client would.
	 */
	private String send(RunningApplication application, String client, List<String> lines) throws IOException {
		URI uri = URI.create(application.url("/relay?client=" + client + "&url=" + this.service.url()));
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
		return shared.get(Relaying.class, arguments);
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
