package io.github.observability.tracing;

import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traces of a running server without any setting.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("jdk")
class TracingIntegrationTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private RunningApplication application;

	@BeforeAll
	void start() {
		this.application = RunningApplication.start(Application.class, "spring.main.banner-mode=off");
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@Test
	void hasARealTracer() {
		assertThat(this.application.bean(Tracer.class)).isInstanceOf(OtelTracer.class);
	}

	@Test
	void exportsNothingWithoutAnEndpoint() {
		assertThat(this.application.context().getBeanNamesForType(SpanExporter.class)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "restclient", "resttemplate", "webclient" })
	void carriesTheTraceThroughClients(String client) {
		String sent = this.application
			.get("/call?client=" + client, "traceparent", "00-" + TRACE_ID + "-b7ad6b7169203331-01")
			.body();
		assertThat(sent).matches("00-" + TRACE_ID + "-[0-9a-f]{16}-0[13]").doesNotContain("b7ad6b7169203331");
	}

	@Test
	void sendsTheDecisionOfTheCaller() {
		String sent = this.application
			.get("/call?client=restclient", "traceparent", "00-" + TRACE_ID + "-b7ad6b7169203331-00")
			.body();
		assertThat(sent).matches("00-" + TRACE_ID + "-[0-9a-f]{16}-0[02]");
	}

	@Test
	void startsATraceWithoutACaller() {
		assertThat(this.application.get("/call?client=restclient").body())
			.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]");
	}

	@UnsecuredApplication
	@Import(Endpoints.class)
	static class Application {

	}

	@RestController
	static class Endpoints {

		private final RestClient.Builder restClient;

		private final RestTemplateBuilder restTemplate;

		private final WebClient.Builder webClient;

		Endpoints(RestClient.Builder restClient, RestTemplateBuilder restTemplate, WebClient.Builder webClient) {
			this.restClient = restClient;
			this.restTemplate = restTemplate;
			this.webClient = webClient;
		}

		@GetMapping("/call")
		String call(@RequestParam String client, @RequestHeader String host) {
			String url = "http://" + host + "/echo";
			return switch (client) {
				case "restclient" ->
					String.valueOf(this.restClient.build().get().uri(url).retrieve().body(String.class));
				case "resttemplate" -> String.valueOf(this.restTemplate.build().getForObject(url, String.class));
				default ->
					String.valueOf(this.webClient.build().get().uri(url).retrieve().bodyToMono(String.class).block());
			};
		}

		@GetMapping("/echo")
		String echo(@RequestHeader String traceparent) {
			return traceparent;
		}

	}

}
