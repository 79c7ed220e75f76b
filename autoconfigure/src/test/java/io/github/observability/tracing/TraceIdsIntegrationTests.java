package io.github.observability.tracing;

import java.net.http.HttpResponse;

import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The trace id that people see in answers.
 */
class TraceIdsIntegrationTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-00";

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void areInAHeaderAndInProblems(String type) {
		try (RunningApplication application = RunningApplication.start(Application.class, "spring.main.banner-mode=off",
				"spring.main.web-application-type=" + type, "observability.tracing.response-header=X-Trace-Id",
				"observability.tracing.problem-property=traceId", "spring.mvc.problemdetails.enabled=true",
				"spring.webflux.problemdetails.enabled=true")) {
			HttpResponse<String> answer = application.get("/fine", "traceparent", TRACEPARENT);
			assertThat(answer.headers().allValues("X-Trace-Id")).containsExactly(TRACE_ID);
			for (String path : new String[] { "/fail", "/number?number=x", "/absent" }) {
				HttpResponse<String> problem = application.get(path, "traceparent", TRACEPARENT);
				assertThat(problem.headers().allValues("X-Trace-Id")).as(path).containsExactly(TRACE_ID);
				JsonNode body = new JsonMapper().readTree(problem.body());
				assertThat(body.path("status").asInt()).as(path).isEqualTo(problem.statusCode());
				assertThat(body.path("traceId").asString("")).as(path).isEqualTo(TRACE_ID);
			}
			assertThat(application.get("/own", "traceparent", TRACEPARENT).body()).contains("\"traceId\":\"mine\"");
			assertThat(application.get("/actuator/health").headers().firstValue("X-Trace-Id")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void areNotTheirsUnlessAsked(String type) {
		try (RunningApplication application = RunningApplication.start(Application.class, "spring.main.banner-mode=off",
				"spring.main.web-application-type=" + type)) {
			HttpResponse<String> problem = application.get("/fail", "traceparent", TRACEPARENT);
			assertThat(problem.headers().map().toString()).doesNotContain(TRACE_ID);
			assertThat(problem.body()).contains("\"status\":409").doesNotContain(TRACE_ID);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.tracing.response-header=a b", "observability.tracing.response-header=",
			"observability.tracing.problem-property= " })
	void aWrongNameStopsTheStart(String property) {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServletTraceIdsAutoConfiguration.class))
			.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'" + property.substring(0, property.indexOf('=')) + "'"));
	}

	@Test
	void goAwayWithTracing() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServletTraceIdsAutoConfiguration.class))
			.withPropertyValues("observability.tracing.response-header=X-Trace-Id",
					"observability.tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ServletTraceIdsAutoConfiguration.class));
	}

	@UnsecuredApplication
	@Import({ Endpoints.class, Problems.class })
	static class Application {

	}

	@RestController
	static class Endpoints {

		@GetMapping("/fine")
		String fine() {
			return Span.current().getSpanContext().getTraceId();
		}

		@GetMapping("/fail")
		String fail() {
			throw new IllegalStateException("Taken");
		}

		@GetMapping("/own")
		Mono<String> own() {
			return Mono.error(new IllegalArgumentException("Mine"));
		}

		@GetMapping("/number")
		String number(@RequestParam int number) {
			return String.valueOf(number);
		}

	}

	@RestControllerAdvice
	static class Problems {

		@ExceptionHandler
		ProblemDetail taken(IllegalStateException ex) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(ex.getMessage()));
		}

		@ExceptionHandler
		ProblemDetail own(IllegalArgumentException ex) {
			ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.CONFLICT);
			problem.setProperty("traceId", "mine");
			return problem;
		}

	}

}
