package io.github.observability.defaults;

import io.github.observability.business.BusinessMetrics;
import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.AdditionalAnswers;
import org.mockito.Mockito;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ObservabilityEndpointIntegrationTests {

	private static final String EXPOSURE = "management.endpoints.web.exposure.include=observability";

	@AfterEach
	void forgetTheLastApplication() {
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
		System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
	}

	@Test
	void tellsWhatIsOn() {
		JsonNode report = report();
		for (String feature : new String[] { "business", "context", "golden", "logging", "saturation", "slo",
				"tracing" }) {
			assertThat(report.at("/features/" + feature + "/on").asBoolean()).as(feature).isTrue();
		}
		assertThat(part(report, "tracing", "JavaAgentTracing").path("on").asBoolean()).isFalse();
		assertThat(part(report, "tracing", "JavaAgentTracing").path("reason").asString()).contains("is not running");
	}

	@Test
	void tellsWhatIsOffAndWhy() {
		JsonNode report = report("observability.golden.enabled=false", "observability.logging.format=text",
				"spring.autoconfigure.exclude=io.github.observability.business.BusinessMetricsAutoConfiguration");
		assertThat(report.at("/features/golden/on").asBoolean()).isFalse();
		assertThat(part(report, "golden", "ServletGoldenSignals").path("reason").asString())
			.contains("observability.golden.enabled");
		assertThat(part(report, "logging", "StructuredLogging").path("on").asBoolean()).isFalse();
		assertThat(part(report, "logging", "StructuredLogging").path("reason").asString())
			.isEqualTo("'observability.logging.format' is text");
		assertThat(part(report, "business", "BusinessMetrics").path("reason").asString())
			.isEqualTo("it was left out or excluded");
	}

	@Test
	@FullRunOnly
	void tellsWhoSetBootsSwitches() {
		JsonNode report = report("management.metrics.web.server.maxUriTags=7");
		assertThat(setBy(report, "management.tracing.sampling.probability")).isEqualTo("STARTER");
		assertThat(setBy(report, "management.metrics.web.server.max-uri-tags")).isEqualTo("USER");
		assertThat(setBy(report("observability.defaults.enabled=false"), "management.tracing.sampling.probability"))
			.isEqualTo("NOBODY");
	}

	@Test
	void tellsLimitsAndWhatWasDropped() {
		try (RunningApplication application = start("observability.business.max-tag-values=1")) {
			BusinessMetrics metrics = application.bean(BusinessMetrics.class);
			metrics.counter("rides", "Rides", "city").increment("berlin");
			metrics.counter("rides", "Rides", "city").increment("paris");
			JsonNode report = JsonLines.parse(application.get("/actuator/observability").body());
			assertThat(report.path("limits").path("observability.business.max-tag-values").asInt()).isEqualTo(1);
			assertThat(report.path("limits").path("observability.business.idempotency.max-keys").asInt())
				.isEqualTo(10_000);
			assertThat(report.path("limits").path("observability.business.strict").isMissingNode()).isTrue();
			assertThat(report.path("limits").path("management.metrics.web.server.max-uri-tags").asInt()).isEqualTo(200);
			assertThat(report.path("dropped").toString()).contains(
					"{\"meter\":\"observability.business.collapsed\",\"tags\":{\"key\":\"city\",\"meter\":\"rides\"},\"count\":1}");
		}
	}

	@Test
	@FullRunOnly
	void namesATracerThatItCannotExtend(CapturedOutput output) {
		try (RunningApplication application = RunningApplication.start(OtherTracerApplication.class, EXPOSURE)) {
			JsonNode report = JsonLines.parse(application.get("/actuator/observability").body());
			assertThat(report.at("/features/tracing/on").asBoolean()).isFalse();
			for (String part : new String[] { "Sampling", "TailSampling", "SpanExport" }) {
				assertThat(part(report, "tracing", part).path("on").asBoolean()).isFalse();
				assertThat(part(report, "tracing", part).path("reason").asString()).contains("recorded by",
						"MockitoMock");
			}
			assertThat(part(report, "context", "Propagation").path("on").asBoolean()).isFalse();
			assertThat(report.at("/features/golden/on").asBoolean()).isTrue();
			assertThat(output.getOut().lines().filter((line) -> line.contains("has no effect"))).hasSize(1);
		}
	}

	@Test
	void isNotExposedUnasked() {
		try (RunningApplication application = RunningApplication.start(Application.class)) {
			assertThat(application.get("/actuator/observability").statusCode()).isEqualTo(404);
			assertThat(application.get("/actuator/prometheus").statusCode()).isEqualTo(200);
		}
	}

	@Test
	@FullRunOnly
	void logsTheReportAtDebug(CapturedOutput output) {
		report("logging.level.io.github.observability.defaults=debug");
		assertThat(JsonLines.withMessage(output.getOut(), "Observability features").path("message").asString())
			.contains("on  golden (ServletGoldenSignals)")
			.contains("management.tracing.sampling.probability=0.01 (STARTER)");
	}

	private static JsonNode report(String... arguments) {
		try (RunningApplication application = start(arguments)) {
			return JsonLines.parse(application.get("/actuator/observability").body());
		}
	}

	private static RunningApplication start(String... arguments) {
		String[] all = new String[arguments.length + 1];
		all[0] = EXPOSURE;
		System.arraycopy(arguments, 0, all, 1, arguments.length);
		return RunningApplication.start(Application.class, all);
	}

	private static JsonNode part(JsonNode report, String feature, String name) {
		return report.at("/features/" + feature + "/parts")
			.valueStream()
			.filter((part) -> part.path("name").asString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static String setBy(JsonNode report, String key) {
		return report.path("switches")
			.valueStream()
			.filter((each) -> each.path("key").asString().equals(key))
			.map((each) -> each.path("setBy").asString())
			.findFirst()
			.orElseThrow();
	}

	@UnsecuredApplication
	static class Application {

	}

	@UnsecuredApplication
	static class OtherTracerApplication {

		@Bean
		Tracer otherTracer() {
			return Mockito.mock(Tracer.class, AdditionalAnswers.delegatesTo(Tracer.NOOP));
		}

	}

}
