package io.github.observability.context;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The context of requests on log lines, with one thread to serve them all, so that
 * whatever a request left behind would show in the next.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServletContextIntegrationTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

	@Test
	void putsTheContextOnLinesOfARequest(CapturedOutput output) {
		try (RunningApplication application = start(Unsecured.class)) {
			HttpResponse<String> response = application.get("/log", "traceparent", TRACEPARENT, "X-Request-Id", "r-1",
					"X-Tenant", "acme");
			assertThat(response.headers().firstValue("X-Request-Id")).hasValue("r-1");
		}
		JsonNode line = JsonLines.withMessage(output.getOut(), "Handling");
		assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE_ID);
		assertThat(line.at("/span/id").asString()).matches("[0-9a-f]{16}").isNotEqualTo("b7ad6b7169203331");
		assertThat(line.at("/http/request/id").asString()).isEqualTo("r-1");
		assertThat(line.path("tenant").asString()).isEqualTo("acme");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "\u00fcml\u00e4ut", "<script>alert(1)</script>", "a.b.c" })
	void replacesAnUnsafeRequestId(String hostile, CapturedOutput output) {
		try (RunningApplication application = start(Unsecured.class)) {
			HttpResponse<String> response = application.get("/log", "X-Request-Id", hostile);
			assertThat(response.headers().firstValue("X-Request-Id"))
				.hasValueSatisfying((id) -> assertThat(id).matches("[0-9a-f]{32}"));
		}
		assertThat(output.getOut()).doesNotContain(hostile);
	}

	@Test
	void replacesALongRequestIdAndIgnoresALongHeader(CapturedOutput output) {
		String tooLong = "x".repeat(7_000);
		try (RunningApplication application = start(Unsecured.class)) {
			assertThat(application.get("/log", "X-Request-Id", tooLong).headers().firstValue("X-Request-Id").orElse(""))
				.hasSize(32);
			assertThat(application.get("/log", "X-Tenant", tooLong).statusCode()).isEqualTo(200);
		}
		assertThat(output.getOut()).doesNotContain("xxxxx");
	}

	@Test
	void leavesNothingBehind() {
		try (RunningApplication application = start(Unsecured.class)) {
			for (String path : new String[] { "/log", "/unhandled", "/nowhere", "/callable" }) {
				application.get(path, "X-Tenant", "acme", "X-Request-Id", "r-1");
				String left = application.get("/mdc", "X-Request-Id", "r-2").body();
				assertThat(left).as(path).contains("requestId=r-2").doesNotContain("acme").doesNotContain("r-1");
			}
		}
	}

	@Test
	void putsTheContextOnTheContainersOwnLine(CapturedOutput output) {
		try (RunningApplication application = start(Unsecured.class)) {
			application.get("/unhandled", "traceparent", TRACEPARENT, "X-Request-Id", "r-1");
		}
		JsonNode line = JsonLines.withMessage(output.getOut(), "Servlet.service()");
		assertThat(line.at("/http/request/id").asString()).isEqualTo("r-1");
		assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE_ID);
		assertThat(line.at("/span/id").asString()).matches("[0-9a-f]{16}");
	}

	@Test
	void plainBootLeavesTheContainersOwnLineWithoutIds(CapturedOutput output) {
		try (RunningApplication application = start(Unsecured.class, "observability.context.enabled=false")) {
			application.get("/unhandled", "traceparent", TRACEPARENT);
		}
		assertThat(JsonLines.withMessage(output.getOut(), "Servlet.service()").has("trace")).isFalse();
	}

	@Test
	void putsTheContextOnLinesOfAnAsynchronousDispatch(CapturedOutput output) {
		try (RunningApplication application = start(Unsecured.class)) {
			application.get("/callable", "traceparent", TRACEPARENT, "X-Request-Id", "r-1");
		}
		JsonNode line = JsonLines.withMessage(output.getOut(), "Dispatched");
		assertThat(line.at("/http/request/id").asString()).isEqualTo("r-1");
		assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE_ID);
	}

	@Test
	void putsTheAuthenticatedUserOnLines(CapturedOutput output) {
		try (RunningApplication application = start(Secured.class, "spring.security.user.name=ada",
				"spring.security.user.password=secret")) {
			assertThat(application.get("/log", "Authorization", "Basic YWRhOnNlY3JldA==").statusCode()).isEqualTo(200);
			assertThat(application.get("/mdc").statusCode()).isEqualTo(401);
		}
		assertThat(JsonLines.withMessage(output.getOut(), "Handling").at("/user/id").asString()).isEqualTo("ada");
	}

	@Test
	void usesOwnUserIdAndSurvivesItsFailure(CapturedOutput output) {
		try (RunningApplication application = start(OwnUserId.class)) {
			assertThat(application.get("/log", "X-User", "bob").statusCode()).isEqualTo(200);
			assertThat(application.get("/mdc").statusCode()).isEqualTo(200);
			assertThat(application.get("/mdc").statusCode()).isEqualTo(200);
		}
		assertThat(JsonLines.withMessage(output.getOut(), "Handling").at("/user/id").asString()).isEqualTo("bob");
		assertThat(JsonLines.withMessage(output.getOut(), "cannot be resolved").at("/log/level").asString())
			.isEqualTo("WARN");
	}

	private static RunningApplication start(Class<?> source, String... arguments) {
		String[] all = new String[arguments.length + 3];
		all[0] = "server.tomcat.threads.max=1";
		all[1] = "observability.context.headers.X-Tenant=tenant";
		all[2] = "spring.main.banner-mode=off";
		System.arraycopy(arguments, 0, all, 3, arguments.length);
		return RunningApplication.start(source, all);
	}

	@UnsecuredApplication
	@Import(Endpoints.class)
	static class Unsecured {

	}

	@UnsecuredApplication
	@Import(Endpoints.class)
	static class OwnUserId {

		@Bean
		UserIdResolver userIdResolver() {
			return (request) -> {
				String user = request.getHeader("X-User");
				if (user == null) {
					throw new IllegalStateException("no user");
				}
				return user;
			};
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Endpoints.class)
	static class Secured {

	}

	@RestController
	static class Endpoints implements WebMvcConfigurer {

		private static final Logger logger = LoggerFactory.getLogger(Endpoints.class);

		@GetMapping("/log")
		String log() {
			logger.info("Handling");
			return "logged";
		}

		@GetMapping("/mdc")
		String mdc() {
			return String.valueOf(new TreeMap<>(mdcMap()));
		}

		private static Map<String, String> mdcMap() {
			Map<String, String> mdc = MDC.getCopyOfContextMap();
			return (mdc != null) ? mdc : Map.of();
		}

		@GetMapping("/unhandled")
		String unhandled() {
			throw new IllegalStateException("nobody handles this");
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return () -> "later";
		}

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(new HandlerInterceptor() {

				@Override
				public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
						@Nullable Exception ex) {
					if (request.getDispatcherType() == DispatcherType.ASYNC) {
						logger.info("Dispatched");
					}
				}

			});
		}

	}

}
