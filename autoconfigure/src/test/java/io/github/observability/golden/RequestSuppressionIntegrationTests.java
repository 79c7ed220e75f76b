package io.github.observability.golden;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.Library;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.testing.Uses;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are no traffic leave neither records nor spans, whatever is done while
 * they are served: the health endpoint asks a database that is observed, too.
 */
class RequestSuppressionIntegrationTests {

	private static final List<String> COMMON = List.of("management.tracing.sampling.probability=1",
			"spring.main.banner-mode=off", "spring.datasource.url=jdbc:h2:mem:unobserved",
			"management.endpoints.web.exposure.include=*",
			"management.endpoint.health.probes.add-additional-paths=true",
			"management.endpoint.health.group.readiness.include=readinessState,db",
			"observability.golden.ignored-paths=/quiet/**",
			// The tests have two reactive servers on their class path.
			"spring.autoconfigure.exclude=org.springframework.boot.tomcat.autoconfigure.actuate.web.server."
					+ "TomcatReactiveManagementContextAutoConfiguration");

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			servlet,  /manage, /shop,  -
			servlet,  /manage, -,      0
			reactive, /,       -,      -
			""")
	void leavesNothing(String type, String basePath, String applicationPath, String managementPort) throws Exception {
		assertLeavesNothing(type, basePath, applicationPath, managementPort);
	}

	@FullRunOnly
	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			servlet,  -,       -,      -
			servlet,  /manage, -,      -
			servlet,  /,       -,      -
			servlet,  -,       -,      0
			reactive, -,       -,      -
			reactive, /manage, /shop,  -
			reactive, /manage, -,      -
			reactive, -,       -,      0
			""")
	void leavesNothingWithOtherPathsAndPorts(String type, String basePath, String applicationPath,
			String managementPort) throws Exception {
		assertLeavesNothing(type, basePath, applicationPath, managementPort);
	}

	private static void assertLeavesNothing(String type, String basePath, String applicationPath, String managementPort)
			throws Exception {
		List<String> arguments = arguments(type);
		String base = (basePath != null) ? basePath : "/actuator";
		if (basePath != null) {
			arguments.add("management.endpoints.web.base-path=" + basePath);
		}
		String prefix = (applicationPath != null) ? applicationPath : "";
		if (applicationPath != null) {
			arguments.add((type.equals("servlet") ? "server.servlet.context-path=" : "spring.webflux.base-path=")
					+ applicationPath);
		}
		if (managementPort != null) {
			arguments.add("management.server.port=" + managementPort);
		}
		try (RunningApplication application = start(arguments)) {
			String actuator = actuatorUrl(application, prefix, base, managementPort != null);
			for (int i = 0; i < 3; i++) {
				assertThat(get(actuator + "/prometheus")).isEqualTo(200);
				assertThat(get(actuator + "/health")).isEqualTo(200);
				assertThat(get(actuator + "/health/readiness")).isEqualTo(200);
				assertThat(get(application.url(prefix + "/readyz"))).isEqualTo(200);
				assertThat(get(application.url(prefix + "/quiet/down"))).isEqualTo(500);
			}
			assertThat(get(application.url(prefix + "/hello"))).isEqualTo(200);
			assertThat(Recorded.awaitRecords(application, List.of())).singleElement()
				.satisfies((record) -> assertThat(record.tags()).containsEntry("uri", "/hello"));
			assertThat(Recorded.serverSpans(application, prefix + "/hello")).hasSize(1);
			assertThat(application.bean(InMemorySpanExporter.class).getFinishedSpanItems())
				.extracting(SpanData::getTraceId)
				.containsOnly(Recorded.serverSpans(application, prefix + "/hello").iterator().next().getTraceId());
		}
	}

	@Test
	void recordsTheActuatorIfAsked() throws Exception {
		List<String> arguments = arguments("servlet");
		arguments.add("observability.golden.ignore-actuator=false");
		try (RunningApplication application = start(arguments)) {
			assertThat(get(application.url("/actuator/health"))).isEqualTo(200);
			assertThat(Recorded.awaitRecords(application, List.of())).singleElement()
				.satisfies((record) -> assertThat(record.tags()).containsEntry("uri", "/actuator/health"));
		}
	}

	/**
	 * Boot can refuse the observation of the request alone, which makes traces of their
	 * own of all it does.
	 */
	@Test
	@FullRunOnly
	void plainBootLeavesOrphans() throws Exception {
		List<String> arguments = arguments("servlet");
		arguments.add("observability.golden.enabled=false");
		arguments.add("management.observations.enable.http.server.requests=false");
		// Health has a connection, but queries nothing.
		arguments.add("jdbc.includes=connection,query,fetch");
		try (RunningApplication application = start(arguments)) {
			assertThat(get(application.url("/actuator/health"))).isEqualTo(200);
			assertThat(application.bean(InMemorySpanExporter.class).getFinishedSpanItems()).isNotEmpty();
		}
	}

	private static List<String> arguments(String type) {
		List<String> arguments = new ArrayList<>(COMMON);
		arguments.add("spring.main.web-application-type=" + type);
		return arguments;
	}

	private static RunningApplication start(List<String> arguments) {
		RunningApplication application = RunningApplication.start(Application.class, arguments.toArray(String[]::new));
		// What the start itself has done with the database.
		application.bean(InMemorySpanExporter.class).reset();
		return application;
	}

	private static String actuatorUrl(RunningApplication application, String prefix, String base, boolean ownPort) {
		String path = base.equals("/") ? "" : base;
		return ownPort ? "http://localhost:"
				+ application.context().getEnvironment().getProperty("local.management.port") + path
				: application.url(prefix + path);
	}

	private static int get(String url) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
			.statusCode();
	}

	@Uses(Library.JDBC)
	@UnsecuredApplication
	@Import({ Endpoints.class, Spans.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Spans {

		@Bean
		InMemorySpanExporter inMemorySpanExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor immediateSpanProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

	}

	@RestController
	static class Endpoints {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

		@GetMapping("/quiet/down")
		String down() {
			throw new IllegalStateException("nobody looks");
		}

	}

}
