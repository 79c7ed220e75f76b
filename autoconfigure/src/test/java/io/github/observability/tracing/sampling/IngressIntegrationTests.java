package io.github.observability.tracing.sampling;

import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traces that callers of a running server send, and rules for its paths.
 */
class IngressIntegrationTests {

	private static final String HIGH = "0af7651916cd43dd84ffffffffffffff";

	private static final String LOW = "0af7651916cd43dd8400000000000001";

	private static final String CALLER = "b7ad6b7169203331";

	private static final String SECRET = "open sesame";

	private static Seen read(String json) {
		return new JsonMapper().readValue(json, Seen.class);
	}

	private static Seen seen() {
		Span span = Span.current();
		SpanContext context = span.getSpanContext();
		String threshold = context.getTraceState().get("ot");
		if (!(span instanceof ReadableSpan readable)) {
			return new Seen(context.getTraceId(), null, context.isSampled(), null, threshold, null, "");
		}
		SpanData data = readable.toSpanData();
		String link = data.getLinks()
			.stream()
			.map(LinkData::getSpanContext)
			.map((each) -> each.getTraceId() + "-" + each.getSpanId())
			.reduce((one, other) -> one + "," + other)
			.orElse(null);
		return new Seen(context.getTraceId(), data.getParentSpanId(), context.isSampled(),
				data.getAttributes().get(SamplingReason.KEY), threshold, link, data.getAttributes().toString());
	}

	@Nested
	class Servlet extends Server {

		Servlet() {
			super("servlet");
		}

		@Test
		void sendsTheThresholdOn() {
			String[] sent = call("/call", HIGH, true, "ot=th:8;p:1,vendor=x").split(" ");
			assertThat(sent[0]).startsWith("00-" + HIGH).endsWith("1");
			assertThat(sent[1]).isEqualTo("ot=th:8;p:1,vendor=x");
			sent = call("/rules/call", null, false, null).split(" ");
			assertThat(sent[0]).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
			assertThat(sent[1]).isEqualTo("ot=th:0");
		}

	}

	@Nested
	class Reactive extends Server {

		Reactive() {
			super("reactive");
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	@ExtendWith(OutputCaptureExtension.class)
	abstract static class Server {

		private final String type;

		private RunningApplication application;

		Server(String type) {
			this.type = type;
		}

		@BeforeAll
		void start() {
			this.application = RunningApplication.start(Application.class, "spring.main.banner-mode=off",
					"spring.main.web-application-type=" + this.type, "management.tracing.sampling.probability=0.5",
					"observability.tracing.ingress.paths[0].path=/public/**",
					"observability.tracing.ingress.paths[0].policy=restart",
					"observability.tracing.ingress.paths[1].path=/partners/{name}/**",
					"observability.tracing.ingress.paths[1].policy=local",
					"observability.tracing.sampling.rules[0].path=/never/**",
					"observability.tracing.sampling.rules[0].probability=0",
					"observability.tracing.sampling.rules[1].path=/public/**",
					"observability.tracing.sampling.rules[1].probability=1",
					"observability.tracing.sampling.rules[2].path=/rules/{id}",
					"observability.tracing.sampling.rules[2].probability=1",
					"observability.tracing.sampling.rules[3].name=tasks.*",
					"observability.tracing.sampling.rules[3].probability=1",
					"observability.tracing.sampling.rules[4].name=other.*",
					"observability.tracing.sampling.rules[4].probability=0",
					"observability.tracing.sampling.force.secret=" + SECRET);
		}

		@AfterAll
		void stop() {
			this.application.close();
		}

		@ParameterizedTest
		@CsvSource({ LOW + ", true", HIGH + ", false", LOW + ", false", HIGH + ", true" })
		void trustsACallerWithoutAPolicy(String traceId, boolean sampled) {
			Seen seen = get("/trusted/seen", traceId, sampled, null);
			assertThat(seen.traceId()).isEqualTo(traceId);
			assertThat(seen.sampled()).isEqualTo(sampled);
			assertThat(seen.parentId()).isEqualTo(sampled ? CALLER : null);
			assertThat(seen.reason()).isNull();
		}

		@ParameterizedTest
		@CsvSource({ LOW + ", true, false", HIGH + ", false, true", LOW + ", false, false", HIGH + ", true, true" })
		void keepsTheIdsAndDecidesItself(String traceId, boolean sampled, boolean expected) {
			Seen seen = get("/partners/one/seen", traceId, sampled, "ot=th:c;p:1");
			assertThat(seen.traceId()).isEqualTo(traceId);
			assertThat(seen.sampled()).isEqualTo(expected);
			assertThat(seen.parentId()).isEqualTo(expected ? CALLER : null);
			assertThat(seen.reason()).isEqualTo(expected ? "head" : null);
			assertThat(seen.threshold()).isEqualTo(expected ? "th:8;p:1" : "p:1");
			assertThat(seen.link()).isNull();
		}

		@ParameterizedTest
		@ValueSource(strings = { "/public/seen", "/%70ublic/seen", "/public;a=b/seen" })
		void beginsANewTraceWithALink(String path) {
			Seen seen = get(path, LOW, true, "ot=th:0");
			assertThat(seen.traceId()).isNotEqualTo(LOW);
			assertThat(seen.parentId()).isEqualTo("0000000000000000");
			assertThat(seen.link()).isEqualTo(LOW + "-" + CALLER);
			assertThat(seen.reason()).isEqualTo("rule");
			assertThat(seen.threshold()).isEqualTo("th:0");
		}

		@Test
		void linksToNobodyWithoutACaller() {
			Seen seen = get("/public/seen", null, false, null);
			assertThat(seen.sampled()).isTrue();
			assertThat(seen.link()).isNull();
		}

		@Test
		void samplesByPath() {
			for (int i = 0; i < 20; i++) {
				Seen seen = get("/rules/seen", null, false, null);
				assertThat(seen.sampled()).isTrue();
				assertThat(seen.reason()).isEqualTo("rule");
				assertThat(seen.threshold()).isEqualTo("th:0");
				assertThat(get("/never/seen", null, false, null).sampled()).isFalse();
			}
		}

		@Test
		void samplesByTheNameOfAnObservation() {
			ObservationRegistry registry = this.application.bean(ObservationRegistry.class);
			for (int i = 0; i < 20; i++) {
				assertThat(Observation.createNotStarted("tasks.poll", registry).observe(() -> seen().reason()))
					.isEqualTo("rule");
				assertThat(Observation.createNotStarted("other.poll", registry).observe(() -> seen().sampled()))
					.isFalse();
				assertThat(Observation.createNotStarted("tasks.poll", registry)
					.observe(
							() -> Observation.createNotStarted("other.poll", registry).observe(() -> seen().sampled())))
					.isTrue();
			}
		}

		@ParameterizedTest
		@CsvSource({ "/never/seen, ,", "/trusted/seen, " + HIGH + ", false", "/trusted/seen, " + LOW + ", true",
				"/partners/one/seen, " + LOW + ", false" })
		void samplesForACallerWithTheSecret(String path, @Nullable String traceId, @Nullable Boolean sampled,
				CapturedOutput output) {
			String traceparent = (traceId != null) ? "00-" + traceId + "-" + CALLER + (sampled ? "-01" : "-00") : "";
			Seen seen = read(this.application.get(path, "X-Trace-Force", SECRET, "traceparent", traceparent).body());
			assertThat(seen.sampled()).isTrue();
			assertThat(seen.reason()).isEqualTo("forced");
			assertThat(seen.threshold()).isNull();
			if (traceId != null) {
				assertThat(seen.traceId()).isEqualTo(traceId);
			}
			assertThat(output.getAll()).doesNotContain(SECRET);
			assertThat(seen.attributes()).doesNotContain(SECRET);
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "open sesam", "open sesame!", "Open sesame", "true" })
		void samplesNothingForACallerWithAnotherSecret(String secret) {
			assertThat(read(this.application.get("/never/seen", "X-Trace-Force", secret).body()).sampled()).isFalse();
			assertThat(read(this.application
				.get("/trusted/seen", "X-Trace-Force", secret, "traceparent", "00-" + HIGH + "-" + CALLER + "-00")
				.body()).sampled()).isFalse();
		}

		Seen get(String path, @Nullable String traceId, boolean sampled, @Nullable String state) {
			return read(call(path, traceId, sampled, state));
		}

		String call(String path, @Nullable String traceId, boolean sampled, @Nullable String state) {
			String traceparent = (traceId != null) ? "00-" + traceId + "-" + CALLER + (sampled ? "-01" : "-00") : "";
			return this.application.get(path, "traceparent", traceparent, "tracestate", (state != null) ? state : "")
				.body();
		}

	}

	@Nested
	class Minimum {

		@ParameterizedTest
		@ValueSource(strings = { "servlet", "reactive" })
		void samplesTheFirstOfEachRoute(String type) {
			try (RunningApplication application = RunningApplication.start(Application.class,
					"spring.main.banner-mode=off", "spring.main.web-application-type=" + type,
					"management.tracing.sampling.probability=0",
					"observability.tracing.sampling.minimum-per-route.enabled=true")) {
				assertThat(read(application.get("/minimum/1").body()).reason()).isEqualTo("minimum");
				// A minute may end here, but not twice.
				assertThat(read(application.get("/minimum/2").body()).sampled()
						&& read(application.get("/minimum/3").body()).sampled())
					.isFalse();
				assertThat(read(application.get("/rules/seen").body()).reason()).isEqualTo("minimum");
				ObservationRegistry registry = application.bean(ObservationRegistry.class);
				assertThat(Observation.createNotStarted("tasks.poll", registry).observe(() -> seen().reason()))
					.isEqualTo("minimum");
			}
		}

	}

	record Seen(String traceId, @Nullable String parentId, boolean sampled, @Nullable String reason,
			@Nullable String threshold, @Nullable String link, String attributes) {
	}

	@UnsecuredApplication
	@Import(Endpoints.class)
	static class Application {

	}

	@RestController
	static class Endpoints {

		private final ObjectProvider<RestClient.Builder> client;

		// There is none in a reactive application.
		Endpoints(ObjectProvider<RestClient.Builder> client) {
			this.client = client;
		}

		@GetMapping({ "/trusted/seen", "/public/seen", "/partners/one/seen", "/rules/seen", "/never/seen",
				"/minimum/{id}" })
		Seen serve() {
			return seen();
		}

		@GetMapping({ "/call", "/rules/call" })
		String call(@RequestHeader String host) {
			RestClient client = this.client.getObject().build();
			return String.valueOf(client.get().uri("http://" + host + "/echo").retrieve().body(String.class));
		}

		@GetMapping("/echo")
		String echo(@RequestHeader String traceparent, @RequestHeader(required = false) String tracestate) {
			return traceparent + " " + tracestate;
		}

	}

}
