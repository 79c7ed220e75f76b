package io.github.observability.logging;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.observability.logging.masking.LogMasker;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.servlet.http.HttpServletRequest;
import net.logstash.logback.argument.StructuredArguments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets in each part of a request that a careless application logs, tells its spans and
 * its client, and fails with.
 */
@ExtendWith(OutputCaptureExtension.class)
class PlantedSecretsIntegrationTests {

	private static final String SECRET = "Zq7PlantedZq7";

	private static final String CARD = "4111 1111 1111 1111";

	private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJacTdQbGFudGVkWnE3In0.Zq7PlantedZq7";

	private static final String BODY = "{\"user\":\"ada\",\"password\":\"" + SECRET + "\",\"card\":\"" + CARD + "\"}";

	private RunningApplication application;

	@AfterEach
	void stop() {
		this.application.close();
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
	}

	@Test
	void areFoundNowhere(CapturedOutput output) throws Exception {
		start();
		for (String path : List.of("/careless", "/failing")) {
			assertThat(post(path)).isEqualTo(path.equals("/careless") ? 200 : 500);
		}
		String scrape = this.application.get("/actuator/prometheus").body();
		List<SpanData> spans = spans();
		this.application.close();
		assertThat(JsonLines.parseAll(output.getOut())).extracting((line) -> line.path("message").asString())
			.anyMatch((message) -> message.startsWith("Body {\"user\":\"ada\""))
			.anyMatch((message) -> message.startsWith("Headers "))
			.anyMatch((message) -> message.startsWith("Servlet.service()"));
		assertThat(spans).extracting(SpanData::getName).contains("careless.work", "http post /failing");
		assertThat(scrape).contains("uri=\"/careless\"").contains("uri=\"/failing\"");
		assertNoSecret(output.getAll());
		assertNoSecret(scrape);
		spans.forEach((span) -> assertNoSecret(text(span)));
	}

	@Test
	void areMaskedByBeans(CapturedOutput output) {
		start();
		Logger logger = LoggerFactory.getLogger("passports");
		logger.atInfo().addKeyValue("passport", "N1234567").log("Before");
		try (RunningApplication masking = RunningApplication.start(MaskingApplication.class)) {
			assertThat(masking.get("/actuator/health").statusCode()).isEqualTo(200);
			logger.atInfo().addKeyValue("passport", "N1234567").log("Within for P7654321");
		}
		logger.atInfo().log("After for P7654321");
		JsonNode line = JsonLines.withMessage(output.getOut(), "Within");
		assertThat(line.path("passport").asString()).isEqualTo("***");
		assertThat(line.path("message").asString()).isEqualTo("Within for ***");
		assertThat(JsonLines.withMessage(output.getOut(), "After").path("message").asString())
			.isEqualTo("After for P7654321");
	}

	@Test
	void areFoundWhereNothingIsMasked(CapturedOutput output) throws Exception {
		start("observability.logging.masking.enabled=false");
		post("/careless");
		post("/failing");
		String spans = spans().stream().map(PlantedSecretsIntegrationTests::text).collect(Collectors.joining());
		this.application.close();
		assertThat(output.getOut()).contains(SECRET).contains(CARD).contains(JWT);
		assertThat(spans).contains(SECRET).contains(CARD).contains(JWT);
	}

	private void start(String... arguments) {
		String[] all = Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = "management.tracing.sampling.probability=1";
		this.application = RunningApplication.start(CarelessApplication.class, all);
	}

	private int post(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.application.url(path + "?token=" + SECRET)))
			.header("Authorization", "Bearer " + JWT)
			.header("Cookie", "sid=" + SECRET)
			.header("X-Api-Key", SECRET)
			.header("Content-Type", "text/plain")
			.POST(HttpRequest.BodyPublishers.ofString(BODY))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
	}

	private List<SpanData> spans() {
		this.application.bean(SdkTracerProvider.class).forceFlush().join(20, TimeUnit.SECONDS);
		return this.application.bean(InMemorySpanExporter.class).getFinishedSpanItems();
	}

	private static String text(SpanData span) {
		return span.getName() + span.getAttributes() + span.getEvents() + span.getStatus();
	}

	private static void assertNoSecret(String text) {
		assertThat(text).doesNotContain(SECRET).doesNotContain(CARD).doesNotContain(JWT.substring(0, 30));
	}

	@UnsecuredApplication
	@Import(Careless.class)
	static class CarelessApplication {

		@Bean
		InMemorySpanExporter spanExporter() {
			return InMemorySpanExporter.create();
		}

	}

	@UnsecuredApplication
	static class MaskingApplication {

		@Bean
		LogMasker passports() {
			return new LogMasker() {
				@Override
				public String mask(String text) {
					return text.contains("P7654321") ? text.replace("P7654321", "***") : text;
				}

				@Override
				public boolean isSecret(String key) {
					return key.equals("passport");
				}
			};
		}

	}

	@RestController
	static class Careless {

		private static final Logger logger = LoggerFactory.getLogger(Careless.class);

		private final ObservationRegistry observations;

		private final RestClient client;

		Careless(ObservationRegistry observations, RestClient.Builder client) {
			this.observations = observations;
			this.client = client.build();
		}

		@PostMapping("/careless")
		String careless(@RequestBody String body, HttpServletRequest request) {
			Map<String, String> headers = Collections.list(request.getHeaderNames())
				.stream()
				.collect(Collectors.toMap((name) -> name.toLowerCase(Locale.ROOT), request::getHeader));
			MDC.put("authorization", headers.get("authorization"));
			MDC.put("note", "token=" + request.getParameter("token"));
			logger.info("Body {}", body);
			logger.info("Headers {}", headers);
			logger.info("Called {}?{}", request.getRequestURI(), request.getQueryString());
			logger.atInfo()
				.addKeyValue("headers", headers)
				.addKeyValue("apiKey", headers.get("x-api-key"))
				.addKeyValue("values", List.of(body, headers.get("authorization")))
				.log("Key-values of {}", headers.get("x-api-key"));
			logger.info("Arguments {}", StructuredArguments.value("cookie", request.getHeader("cookie")),
					StructuredArguments.entries(headers));
			logger.warn("Caught", new IllegalStateException("Cannot use " + headers.get("authorization"),
					new IllegalArgumentException(body)));
			Observation.createNotStarted("careless.work", this.observations)
				.highCardinalityKeyValue("url", "http://localhost/?" + request.getQueryString())
				.highCardinalityKeyValue("user.password", request.getParameter("token"))
				.observe(() -> call(request));
			MDC.clear();
			return "ok";
		}

		private void call(HttpServletRequest request) {
			this.client.get()
				.uri("http://localhost:" + request.getLocalPort() + "/actuator/health?" + request.getQueryString())
				.retrieve()
				.toBodilessEntity();
		}

		@PostMapping("/failing")
		String failing(@RequestBody String body, HttpServletRequest request) {
			throw new IllegalStateException("Cannot use " + request.getHeader("Authorization"),
					new IllegalArgumentException(body));
		}

	}

}
