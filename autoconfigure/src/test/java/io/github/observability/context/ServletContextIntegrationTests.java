package io.github.observability.context;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.SharedApplication;
import io.github.observability.testing.UnsecuredApplication;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
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
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The context of requests on log lines, with one thread to serve them all, so that
 * whatever a request left behind would show in the next.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("jdk")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServletContextIntegrationTests {

	@RegisterExtension
	static final SharedApplication shared = new SharedApplication();

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String TRACEPARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

	@Test
	void putsTheContextOnLinesOfARequest(CapturedOutput output) {
		RunningApplication application = start(Unsecured.class);
		HttpResponse<String> response = application.get("/log", "traceparent", TRACEPARENT, "X-Request-Id", "r-1",
				"X-Tenant", "acme");
		assertThat(response.headers().firstValue("X-Request-Id")).hasValue("r-1");
		shared.awaitRest();
		JsonNode line = JsonLines.withMessage(output.getOut(), "Handling");
		assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE_ID);
		assertThat(line.at("/span/id").asString()).matches("[0-9a-f]{16}").isNotEqualTo("b7ad6b7169203331");
		assertThat(line.at("/http/request/id").asString()).isEqualTo("r-1");
		assertThat(line.path("tenant").asString()).isEqualTo("acme");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "\u00fcml\u00e4ut", "<script>alert(1)</script>", "a.b.c" })
	void replacesAnUnsafeRequestId(String hostile, CapturedOutput output) {
		RunningApplication application = start(Unsecured.class);
		HttpResponse<String> response = application.get("/log", "X-Request-Id", hostile);
		assertThat(response.headers().firstValue("X-Request-Id"))
			.hasValueSatisfying((id) -> assertThat(id).matches("[0-9a-f]{32}"));
		shared.awaitRest();
		assertThat(output.getOut()).doesNotContain(hostile);
	}

	@Test
	void replacesALongRequestIdAndIgnoresALongHeader(CapturedOutput output) {
		String tooLong = "x".repeat(7_000);
		RunningApplication application = start(Unsecured.class);
		assertThat(application.get("/log", "X-Request-Id", tooLong).headers().firstValue("X-Request-Id").orElse(""))
			.hasSize(32);
		assertThat(application.get("/log", "X-Tenant", tooLong).statusCode()).isEqualTo(200);
		shared.awaitRest();
		assertThat(output.getOut()).doesNotContain("xxxxx");
	}

	@Test
	void leavesNothingBehind() {
		RunningApplication application = start(Unsecured.class);
		for (String path : new String[] { "/log", "/unhandled", "/nowhere", "/callable" }) {
			application.get(path, "X-Tenant", "acme", "X-Request-Id", "r-1");
			String left = application.get("/mdc", "X-Request-Id", "r-2").body();
			assertThat(left).as(path).contains("requestId=r-2").doesNotContain("acme").doesNotContain("r-1");
		}
	}

	/**
	 * Whatever happens to a request, the one thread of the container is clean behind it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "/log", "/leak", "/leak-unhandled", "/unhandled", "/nowhere", "/callable",
			"/leak-callable", "/callable-unhandled", "/timeout", "/timeout-unhandled", "/failed", "/completed",
			"/streaming", "/sent" })
	void leavesTheThreadOfTheContainerClean(String path) {
		RunningApplication application = start(Unsecured.class);
		application.get(path, "X-Tenant", "acme", "X-Request-Id", "r-1", "traceparent", TRACEPARENT, "baggage",
				"region=eu");
		Executor container = container(application);
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(
					() -> assertThat(CompletableFuture.supplyAsync(Endpoints::mdcMap, container).join()).isEmpty());
	}

	/**
	 * Only keys of ours go away: what else is on a thread is somebody else's.
	 */
	@Test
	void leavesOtherKeysOnTheThread() {
		RunningApplication application = start(Unsecured.class);
		Executor container = container(application);
		CompletableFuture.runAsync(() -> MDC.put("pool", "one"), container).join();
		application.get("/leak");
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(CompletableFuture.supplyAsync(Endpoints::mdcMap, container).join())
				.isEqualTo(Map.of("pool", "one")));
		CompletableFuture.runAsync(MDC::clear, container).join();
	}

	private static Executor container(RunningApplication application) {
		ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) application.context();
		return ((TomcatWebServer) context.getWebServer()).getTomcat().getConnector().getProtocolHandler().getExecutor();
	}

	@Test
	void putsTheContextOnTheContainersOwnLine(CapturedOutput output) {
		RunningApplication application = start(Unsecured.class);
		application.get("/unhandled", "traceparent", TRACEPARENT, "X-Request-Id", "r-1");
		shared.awaitRest();
		JsonNode line = JsonLines.withMessage(output.getOut(), "Servlet.service()");
		assertThat(line.at("/http/request/id").asString()).isEqualTo("r-1");
		assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE_ID);
		assertThat(line.at("/span/id").asString()).matches("[0-9a-f]{16}");
	}

	@Order(1)
	@Test
	@FullRunOnly
	void plainBootLeavesTheContainersOwnLineWithoutIds(CapturedOutput output) {
		RunningApplication application = start(Unsecured.class, "observability.context.enabled=false");
		application.get("/unhandled", "traceparent", TRACEPARENT);
		shared.awaitRest();
		assertThat(JsonLines.withMessage(output.getOut(), "Servlet.service()").has("trace")).isFalse();
	}

	@Test
	void putsTheContextOnLinesOfAnAsynchronousDispatch(CapturedOutput output) {
		RunningApplication application = start(Unsecured.class);
		application.get("/callable", "traceparent", TRACEPARENT, "X-Request-Id", "r-1");
		shared.awaitRest();
		JsonNode line = JsonLines.withMessage(output.getOut(), "Dispatched");
		assertThat(line.at("/http/request/id").asString()).isEqualTo("r-1");
		assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE_ID);
	}

	@Order(2)
	@Test
	void putsTheAuthenticatedUserOnLines(CapturedOutput output) {
		RunningApplication application = start(Secured.class, "spring.security.user.name=ada",
				"spring.security.user.password=secret");
		assertThat(application.get("/log", "Authorization", "Basic YWRhOnNlY3JldA==").statusCode()).isEqualTo(200);
		assertThat(application.get("/mdc").statusCode()).isEqualTo(401);
		shared.awaitRest();
		assertThat(JsonLines.withMessage(output.getOut(), "Handling").at("/user/id").asString()).isEqualTo("ada");
	}

	@Order(1)
	@ParameterizedTest
	@ValueSource(strings = { "spring.security.filter.order=-100", "spring.security.filter.order=10" })
	void takesTheUserAwayAfterTheRequest(String property, CapturedOutput output) {
		RunningApplication application = start(Opened.class, "spring.security.user.name=ada",
				"spring.security.user.password=secret", property);
		application.get("/log", "Authorization", "Basic YWRhOnNlY3JldA==");
		application.get("/unhandled", "Authorization", "Basic YWRhOnNlY3JldA==");
		assertThat(application.get("/open").body()).contains("requestId").doesNotContain("userId");
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(
					() -> assertThat(CompletableFuture.supplyAsync(Endpoints::mdcMap, container(application)).join())
						.isEmpty());
		shared.awaitRest();
		for (String message : new String[] { "Handling", "Servlet.service()" }) {
			assertThat(JsonLines.withMessage(output.getOut(), message).at("/user/id").asString()).as(message)
				.isEqualTo("ada");
		}
	}

	@Order(3)
	@Test
	void leavesObservationsOfSecurityOutUnlessAskedFor() {
		assertThat(observationsOfSecurity("spring.security.user.name=ada", "spring.security.user.password=secret"))
			.isFalse();
		assertThat(observationsOfSecurity("spring.security.user.name=ada", "spring.security.user.password=secret",
				"management.observations.enable.spring.security=true"))
			.isTrue();
	}

	private static boolean observationsOfSecurity(String... properties) {
		RunningApplication application = start(Secured.class, properties);
		application.get("/log", "Authorization", "Basic YWRhOnNlY3JldA==");
		application.get("/log");
		return application.meters()
			.getMeters()
			.stream()
			.anyMatch((meter) -> meter.getId().getName().startsWith("spring.security"));
	}

	@Order(1)
	@Test
	void usesOwnUserIdAndSurvivesItsFailure(CapturedOutput output) {
		RunningApplication application = start(OwnUserId.class);
		assertThat(application.get("/log", "X-User", "bob").statusCode()).isEqualTo(200);
		assertThat(application.get("/mdc").statusCode()).isEqualTo(200);
		assertThat(application.get("/mdc").statusCode()).isEqualTo(200);
		shared.awaitRest();
		assertThat(JsonLines.withMessage(output.getOut(), "Handling").at("/user/id").asString()).isEqualTo("bob");
		assertThat(JsonLines.withMessage(output.getOut(), "cannot be resolved").at("/log/level").asString())
			.isEqualTo("WARN");
	}

	private static RunningApplication start(Class<?> source, String... arguments) {
		return shared.get(source, all(arguments));
	}

	private static String[] all(String... arguments) {
		String[] all = new String[arguments.length + 5];
		all[0] = "server.tomcat.threads.max=1";
		all[1] = "observability.context.headers.X-Tenant=tenant";
		all[2] = "spring.main.banner-mode=off";
		all[3] = "observability.context.mdc-keys=chosen";
		all[4] = "management.tracing.baggage.remote-fields=region";
		System.arraycopy(arguments, 0, all, 5, arguments.length);
		return all;
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

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Endpoints.class)
	static class Opened {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http.authorizeHttpRequests(
					(requests) -> requests.requestMatchers("/open", "/error").permitAll().anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

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

		@GetMapping("/open")
		String open() {
			return mdc();
		}

		@GetMapping("/leak")
		String leak() {
			MDC.put("chosen", "forgotten");
			return "leaked";
		}

		@GetMapping("/leak-unhandled")
		String leakUnhandled() {
			leak();
			return unhandled();
		}

		@GetMapping("/leak-callable")
		Callable<String> leakCallable() {
			leak();
			return () -> "later";
		}

		@GetMapping("/callable-unhandled")
		Callable<String> callableUnhandled() {
			return this::unhandled;
		}

		@GetMapping("/timeout")
		DeferredResult<String> timeout() {
			return new DeferredResult<>(20L, "too late");
		}

		@GetMapping("/timeout-unhandled")
		DeferredResult<String> timeoutUnhandled() {
			return new DeferredResult<>(20L);
		}

		@GetMapping("/failed")
		CompletableFuture<String> failed() {
			return CompletableFuture.supplyAsync(this::unhandled);
		}

		@GetMapping("/completed")
		CompletableFuture<String> completed() {
			return CompletableFuture.supplyAsync(() -> "completed");
		}

		@GetMapping("/streaming")
		StreamingResponseBody streaming() {
			return (body) -> body.write('x');
		}

		@GetMapping("/sent")
		void sent(HttpServletResponse response) throws IOException {
			response.sendError(503);
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
