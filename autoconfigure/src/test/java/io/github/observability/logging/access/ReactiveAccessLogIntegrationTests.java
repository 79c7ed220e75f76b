package io.github.observability.logging.access;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.SharedApplication;
import io.github.observability.testing.UnsecuredApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The access line of each request that WebFlux serves.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReactiveAccessLogIntegrationTests {

	@RegisterExtension
	static final SharedApplication shared = new SharedApplication();

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private RunningApplication application;

	@AfterAll
	static void clearProperties() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/ok/1    | 200 | /ok/{id} | SUCCESS      | INFO
			/nowhere | 404 | /**      | CLIENT_ERROR | WARN
			/failing | 500 | /failing | SERVER_ERROR | WARN
			/stream  | 200 | /stream  | SUCCESS      | INFO
			/timeout | 500 | /timeout | SERVER_ERROR | WARN
			""")
	void writesOneLineForEachRequest(String path, int status, String route, String outcome, String level,
			CapturedOutput output) {
		start();
		assertThat(this.application
			.get(path + "?token=secret1", "traceparent", "00-" + TRACE_ID + "-b7ad6b7169203331-01", "X-Request-Id",
					"r-1")
			.statusCode()).isEqualTo(status);
		this.application.get("/ok/last");
		JsonNode line = awaitLines(output, 2).stream()
			.filter((each) -> each.at("/http/request/id").asString().equals("r-1"))
			.findFirst()
			.orElseThrow();
		assertThat(line.at("/http/response/status_code").asInt()).isEqualTo(status);
		assertThat(line.at("/http/request/method").asString()).isEqualTo("GET");
		assertThat(line.at("/http/route").asString()).isEqualTo(route);
		assertThat(line.at("/http/outcome").asString()).isEqualTo(outcome);
		assertThat(line.at("/log/level").asString()).isEqualTo(level);
		assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE_ID);
		assertThat(line.toString()).doesNotContain("secret1");
	}

	@Test
	void writesOneLineForARequestThatItsClientAborts(CapturedOutput output) throws Exception {
		start();
		try (Socket socket = new Socket("localhost",
				Integer.parseInt(this.application.url("").replaceAll(".*:", "")))) {
			socket.getOutputStream()
				.write("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(socket.getInputStream().read()).isEqualTo('H');
		}
		JsonNode line = awaitLines(output, 1).get(0);
		assertThat(line.at("/http/outcome").asString()).isEqualTo("CLIENT_ABORT");
		assertThat(line.at("/log/level").asString()).isEqualTo("INFO");
	}

	@ParameterizedTest
	@CsvSource({ "/secured, 401", "/forbidden, 403" })
	void writesOneLineForARequestThatSecurityRejects(String path, int status, CapturedOutput output) {
		this.application = shared.get(SecuredApplication.class, "spring.main.web-application-type=reactive");
		String credentials = Base64.getEncoder().encodeToString("ada:pw".getBytes(StandardCharsets.US_ASCII));
		String[] headers = (status == 403) ? new String[] { "Authorization", "Basic " + credentials } : new String[0];
		assertThat(this.application.get(path, headers).statusCode()).isEqualTo(status);
		this.application.get("/ok/last");
		JsonNode line = awaitLines(output, 2).stream()
			.filter((each) -> each.at("/http/response/status_code").asInt() == status)
			.findFirst()
			.orElseThrow();
		assertThat(line.at("/log/level").asString()).isEqualTo("WARN");
		assertThat(output.getOut()).doesNotContain(credentials);
	}

	@Order(1)
	@Test
	void leavesOutWhatIsNotSampledButErrorsAndWhatIsSlow(CapturedOutput output) {
		start("observability.logging.access.sampling=0", "observability.logging.access.slower-than=1s");
		this.application.get("/ok/1");
		this.application.get("/failing");
		this.application.get("/slow");
		assertThat(awaitLines(output, 2)).extracting((line) -> line.at("/http/route").asString())
			.containsExactlyInAnyOrder("/failing", "/slow");
	}

	@Test
	void writesNoneForTheActuator(CapturedOutput output) {
		start();
		this.application.get("/actuator/health");
		this.application.get("/ok/last");
		assertThat(awaitLines(output, 1).get(0).at("/http/route").asString()).isEqualTo("/ok/{id}");
	}

	private void start(String... arguments) {
		String[] all = Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = "spring.main.web-application-type=reactive";
		this.application = shared.get(ReactiveApplication.class, all);
	}

	private static List<JsonNode> awaitLines(CapturedOutput output, int count) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> lines(output), (lines) -> lines.size() == count);
	}

	private static List<JsonNode> lines(CapturedOutput output) {
		String out = output.getOut();
		return JsonLines.parseAll(out.substring(0, out.lastIndexOf('\n') + 1))
			.stream()
			.filter((line) -> line.at("/log/logger").asString("").equals("io.github.observability.access"))
			.toList();
	}

	@UnsecuredApplication
	@Import(Endpoints.class)
	static class ReactiveApplication {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Endpoints.class)
	static class SecuredApplication {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity security) {
			return security
				.authorizeExchange((exchanges) -> exchanges.pathMatchers("/secured")
					.authenticated()
					.pathMatchers("/forbidden")
					.denyAll()
					.anyExchange()
					.permitAll())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(
					User.withUsername("ada").password("{noop}pw").roles("USER").build());
		}

	}

	@RestController
	static class Endpoints {

		@GetMapping("/timeout")
		Mono<String> timeout() {
			return Mono.<String>never().timeout(Duration.ofMillis(20));
		}

		@GetMapping("/slow")
		Mono<String> slow() {
			return Mono.delay(Duration.ofMillis(1100)).map(String::valueOf);
		}

		@GetMapping("/ok/{id}")
		Mono<String> ok(@PathVariable String id) {
			return Mono.just(id);
		}

		@GetMapping("/failing")
		Mono<String> failing() {
			return Mono.error(new IllegalStateException("nobody handles this"));
		}

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> stream() {
			return Flux.just("a", "b");
		}

		@GetMapping(path = "/endless", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<Long> endless() {
			return Flux.interval(Duration.ofMillis(10)).onBackpressureDrop();
		}

	}

}
