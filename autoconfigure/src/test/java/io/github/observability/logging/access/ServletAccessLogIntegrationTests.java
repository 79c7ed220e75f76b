package io.github.observability.logging.access;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.SharedApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The access line of each request of a running server, however it ends.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("jdk")
class ServletAccessLogIntegrationTests {

	@RegisterExtension
	static final SharedApplication shared = new SharedApplication();

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

	private RunningApplication application;

	@AfterAll
	static void clearProperties() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/ok/1             | 200 | /ok/{id}          | SUCCESS      | INFO
			/nowhere          | 404 | /**               | CLIENT_ERROR | WARN
			/unhandled        | 500 | /unhandled        | SERVER_ERROR | WARN
			/callable         | 200 | /callable         | SUCCESS      | INFO
			/callable-failing | 500 | /callable-failing | SERVER_ERROR | WARN
			/timeout          | 503 | /timeout          | SERVER_ERROR | ERROR
			/stream           | 200 | /stream           | SUCCESS      | INFO
			/secured          | 401 | /secured          | CLIENT_ERROR | WARN
			""")
	void writesOneLineForEachRequest(String path, int status, String route, String outcome, String level,
			CapturedOutput output) {
		start();
		assertThat(this.application.get(path + "?password=secret1", "traceparent", TRACEPARENT, "X-Request-Id", "r-1")
			.statusCode()).isEqualTo(status);
		this.application.get("/ok/last");
		JsonNode line = awaitLines(output, 2).stream()
			.filter((each) -> each.at("/http/request/id").asString().equals("r-1"))
			.findFirst()
			.orElseThrow();
		assertThat(line.at("/http/response/status_code").asInt()).isEqualTo(status);
		assertThat(line.at("/http/request/method").asString()).isEqualTo("GET");
		assertThat(line.at("/http/request/id").asString()).isEqualTo("r-1");
		assertThat(line.at("/http/outcome").asString()).isEqualTo(outcome);
		assertThat(line.at("/event/outcome").asString()).isEqualTo((status >= 500) ? "failure" : "success");
		assertThat(line.at("/url/path").asString("")).isEqualTo((status == 404) ? path : "");
		assertThat(line.at("/event/duration").asLong()).isPositive();
		assertThat(line.at("/log/level").asString()).isEqualTo(level);
		assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE_ID);
		assertThat(line.at("/trace/sampled").asBoolean()).isTrue();
		assertThat(line.at("/span/id").asString()).hasSize(16);
		assertThat(line.at("/http/route").asString()).isEqualTo(route);
		assertThat(line.toString()).doesNotContain("secret1");
	}

	@Test
	void writesOneLineForARequestThatIsForbidden(CapturedOutput output) {
		start();
		assertThat(this.application.send("/ok/1", "POST").statusCode()).isEqualTo(403);
		JsonNode line = awaitLines(output, 1).get(0);
		assertThat(line.at("/http/response/status_code").asInt()).isEqualTo(403);
		assertThat(line.at("/log/level").asString()).isEqualTo("WARN");
	}

	@Test
	void writesOneLineForARequestThatItsClientAborts(CapturedOutput output) throws Exception {
		start();
		try (Socket socket = new Socket("localhost", port())) {
			socket.getOutputStream()
				.write("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(socket.getInputStream().read()).isEqualTo('H');
		}
		JsonNode line = awaitLines(output, 1).get(0);
		assertThat(line.at("/http/outcome").asString()).isEqualTo("CLIENT_ABORT");
		assertThat(line.at("/event/outcome").asString()).isEqualTo("unknown");
		assertThat(line.at("/log/level").asString()).isEqualTo("INFO");
	}

	@Test
	void reportsAFailureAsOneError(CapturedOutput output) {
		start();
		this.application.get("/unhandled");
		awaitLines(output, 1);
		String out = output.getOut();
		assertThat(JsonLines.parseAll(out.substring(0, out.lastIndexOf('\n') + 1)))
			.filteredOn((line) -> line.at("/log/level").asString("").equals("ERROR"))
			.hasSize(1);
	}

	@Test
	void showsThePathThatNoRouteMatches(CapturedOutput output) {
		start();
		this.application.get("/nowhere/ghp_" + "a1".repeat(18) + "/" + "x".repeat(300) + "?password=secret1");
		JsonNode line = awaitLines(output, 1).get(0);
		assertThat(line.at("/url/path").asString()).startsWith("/nowhere/***/xxx").hasSizeLessThan(260);
		assertThat(line.path("message").asString()).startsWith("GET /nowhere/***/xxx").doesNotContain("secret1");
	}

	@Test
	void writesNoneForStaticResources(CapturedOutput output) {
		start();
		assertThat(this.application.get("/access-log.css").statusCode()).isEqualTo(200);
		this.application.get("/ok/last");
		assertThat(awaitLines(output, 1).get(0).at("/http/route").asString()).isEqualTo("/ok/{id}");
	}

	@Order(1)
	@Test
	void writesStaticResourcesOnRequest(CapturedOutput output) {
		start("observability.logging.access.static-resources=true");
		assertThat(this.application.get("/access-log.css").statusCode()).isEqualTo(200);
		assertThat(awaitLines(output, 1).get(0).at("/url/path").asString()).isEqualTo("/access-log.css");
	}

	@Test
	void writesNoneForTheActuator(CapturedOutput output) {
		start();
		this.application.get("/actuator/health");
		this.application.get("/ok/last");
		assertThat(awaitLines(output, 1).get(0).at("/http/route").asString()).isEqualTo("/ok/{id}");
	}

	@Order(1)
	@Test
	void leavesOutWhatIsNotSampledButErrors(CapturedOutput output) {
		start("observability.logging.access.sampling=0", "observability.logging.access.slower-than=1h");
		this.application.get("/ok/1");
		this.application.get("/unhandled");
		assertThat(awaitLines(output, 1)).extracting((line) -> line.at("/http/route").asString())
			.containsExactly("/unhandled");
	}

	@Order(1)
	@Test
	void leavesOutNothingThatIsSlow(CapturedOutput output) {
		start("observability.logging.access.sampling=0", "observability.logging.access.slower-than=0s");
		this.application.get("/ok/1");
		assertThat(awaitLines(output, 1)).hasSize(1);
	}

	@Order(1)
	@Test
	void leavesOutIgnoredRoutes(CapturedOutput output) {
		start("observability.logging.access.ignored-routes=/ok/*,/other");
		this.application.get("/ok/1");
		this.application.get("/stream");
		assertThat(awaitLines(output, 1)).extracting((line) -> line.at("/http/route").asString())
			.containsExactly("/stream");
	}

	@Order(1)
	@Test
	void leavesOutNoErrorsOfIgnoredRoutes(CapturedOutput output) {
		start("observability.logging.access.ignored-routes=*", "observability.logging.access.slower-than=1h");
		this.application.get("/ok/1");
		this.application.get("/unhandled");
		assertThat(awaitLines(output, 1)).extracting((line) -> line.at("/http/route").asString())
			.containsExactly("/unhandled");
	}

	@Order(1)
	@Test
	void writesNoneWhenOff(CapturedOutput output) {
		start("observability.logging.access.enabled=false");
		this.application.get("/ok/1");
		shared.close();
		assertThat(lines(output)).isEmpty();
	}

	@Test
	void leaksNoSecretOfARequest(CapturedOutput output) {
		start();
		this.application.get("/leaky", "Authorization", "Bearer Zq7PlantedZq7");
		awaitLines(output, 1);
		assertThat(output.getOut()).contains("Called with").doesNotContain("Zq7PlantedZq7");
		assertThat(this.application.get("/actuator/prometheus").body()).contains("observability_logging_masked_total")
			.contains("observability_logging_truncated_total")
			.contains("observability_logging_replaced_total")
			.doesNotContain("Zq7PlantedZq7");
	}

	private void start(String... arguments) {
		this.application = shared.get(SecuredApplication.class, arguments);
	}

	private int port() {
		return Integer.parseInt(this.application.url("").replaceAll(".*:", ""));
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

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Endpoints.class)
	static class SecuredApplication {

		@Bean
		SecurityFilterChain chain(HttpSecurity security) {
			return security
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/secured")
					.authenticated()
					.requestMatchers("/forbidden")
					.denyAll()
					.anyRequest()
					.permitAll())
				.httpBasic((basic) -> {
				})
				.anonymous((anonymous) -> anonymous.principal("nobody"))
				.headers((headers) -> headers.addObjectPostProcessor(new EagerHeaders()))
				.build();
		}

	}

	/**
	 * Spring Security writes its headers on the request's way back, beside the thread
	 * that already writes the answer, which corrupts them in Tomcat (its issue 9175).
	 */
	private static final class EagerHeaders implements ObjectPostProcessor<HeaderWriterFilter> {

		@Override
		public <O extends HeaderWriterFilter> O postProcess(O filter) {
			filter.setShouldWriteHeadersEagerly(true);
			return filter;
		}

	}

	@RestController
	static class Endpoints {

		private static final Logger logger = LoggerFactory.getLogger("leaky");

		@GetMapping("/ok/{id}")
		String ok(@PathVariable String id) {
			return id;
		}

		@GetMapping("/leaky")
		String leaky(@RequestHeader("Authorization") String authorization) {
			logger.atInfo().addKeyValue("authorization", authorization).log("Called with {}", authorization);
			logger.error("Called with failure", new IllegalStateException("Cannot use " + authorization));
			return "ok";
		}

		@GetMapping("/secured")
		String secured() {
			return "never";
		}

		@GetMapping("/unhandled")
		String unhandled() {
			throw new IllegalStateException("nobody handles this");
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return () -> "later";
		}

		@GetMapping("/callable-failing")
		Callable<String> callableFailing() {
			return () -> {
				throw new IllegalStateException("later");
			};
		}

		@GetMapping("/timeout")
		DeferredResult<String> timeout() {
			return new DeferredResult<>(50L);
		}

		@GetMapping("/stream")
		ResponseEntity<StreamingResponseBody> stream() {
			return ResponseEntity.ok((out) -> out.write('x'));
		}

		@GetMapping("/endless")
		ResponseEntity<StreamingResponseBody> endless() {
			return ResponseEntity.ok((out) -> {
				byte[] block = new byte[64 * 1024];
				for (int i = 0; i < 100_000; i++) {
					write(out, block);
				}
			});
		}

		private static void write(OutputStream out, byte[] block) throws IOException {
			out.write(block);
			out.flush();
		}

	}

}
