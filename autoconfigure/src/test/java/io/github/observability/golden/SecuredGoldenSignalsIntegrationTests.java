package io.github.observability.golden;

import java.util.Base64;
import java.util.List;

import io.github.observability.testing.RunningApplication;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Requests that Spring Security rejects before any handler sees them.
 */
@Tag("jdk")
class SecuredGoldenSignalsIntegrationTests {

	private static final String CREDENTIALS = Base64.getEncoder().encodeToString("user:secret".getBytes());

	@ParameterizedTest
	@ValueSource(strings = { "false", "true" })
	void countsRejectionsOnceAndNotAsErrors(String virtualThreads) {
		assumeThat(virtualThreads.equals("false") || Runtime.version().feature() >= 21)
			.as("virtual threads need JDK 21 or later")
			.isTrue();
		try (RunningApplication application = RunningApplication.start(Application.class,
				"management.tracing.sampling.probability=1", "spring.main.banner-mode=off",
				"spring.security.user.password=secret", "spring.threads.virtual.enabled=" + virtualThreads)) {
			List<Recorded.Record> before = Recorded.records(application);
			assertThat(application.get("/rides/1").statusCode()).isEqualTo(401);
			expect(application, before, "GET", "/rides/{id}", "401");
			before = Recorded.records(application);
			assertThat(application.send("/rides/2", "POST", "Authorization", "Basic " + CREDENTIALS).statusCode())
				.isEqualTo(403);
			expect(application, before, "POST", "/rides/{id}", "403");
			before = Recorded.records(application);
			assertThat(application.get("/nowhere/17").statusCode()).isEqualTo(401);
			expect(application, before, "GET", "UNKNOWN", "401");
			before = Recorded.records(application);
			// Spring Security's firewall refuses the path.
			assertThat(application.get("/rides//1").statusCode()).isEqualTo(400);
			expect(application, before, "GET", "UNKNOWN", "400");
			assertThat(Recorded.serverSpans(application, "/rides/1")).singleElement()
				.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void leavesNoSpanOfSecurityWhereThereIsNoTraffic(String type) {
		try (RunningApplication application = RunningApplication.start(
				type.equals("servlet") ? Application.class : ReactiveApplication.class,
				"spring.main.web-application-type=" + type, "management.tracing.sampling.probability=1",
				"spring.main.banner-mode=off", "spring.security.user.password=secret",
				"management.endpoints.web.exposure.include=*", "management.observations.enable.spring.security=true")) {
			String[] login = { "Authorization", "Basic " + CREDENTIALS };
			assertThat(application.get("/actuator/metrics").statusCode()).isEqualTo(401);
			assertThat(application.get("/actuator/metrics", login).statusCode()).isEqualTo(200);
			assertThat(application.get("/rides/1", login).statusCode()).isEqualTo(200);
			assertThat(Recorded.awaitRecords(application, List.of())).singleElement()
				.satisfies((record) -> assertThat(record.tags()).containsEntry("uri", "/rides/{id}"));
			String trace = Recorded.serverSpans(application, "/rides/1").iterator().next().getTraceId();
			assertThat(application.bean(InMemorySpanExporter.class).getFinishedSpanItems())
				.filteredOn((span) -> span.getKind() == SpanKind.INTERNAL)
				.anyMatch((span) -> span.getName().contains("security"))
				.allMatch((span) -> span.getTraceId().equals(trace));
		}
	}

	@Test
	void countsRejectionsOnWebFluxOnce() {
		try (RunningApplication application = RunningApplication.start(ReactiveApplication.class,
				"spring.main.web-application-type=reactive", "management.tracing.sampling.probability=1",
				"spring.main.banner-mode=off", "spring.security.user.password=secret")) {
			List<Recorded.Record> before = Recorded.records(application);
			assertThat(application.get("/rides/1", "Origin", "http://elsewhere.example").headers().map())
				.doesNotContainKey("Access-Control-Allow-Origin");
			expect(application, before, "GET", "/rides/{id}", "401");
			before = Recorded.records(application);
			assertThat(application.send("/rides/2", "POST", "Authorization", "Basic " + CREDENTIALS).statusCode())
				.isEqualTo(403);
			expect(application, before, "POST", "/rides/{id}", "403");
			before = Recorded.records(application);
			assertThat(application.get("/nowhere/17").statusCode()).isEqualTo(401);
			expect(application, before, "GET", "/**", "401");
			before = Recorded.records(application);
			assertThat(application.send("/rides/2", "DELETE").statusCode()).isIn(401, 403);
			expect(application, before, "DELETE", "UNKNOWN", "403");
			assertThat(Recorded.serverSpans(application, "/rides/1")).singleElement()
				.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
		}
	}

	private static void expect(RunningApplication application, List<Recorded.Record> before, String method,
			String route, String status) {
		assertThat(Recorded.awaitRecords(application, before)).singleElement().satisfies((record) -> {
			assertThat(record.count()).isEqualTo(1);
			assertThat(record.tags()).containsEntry("method", method)
				.containsEntry("uri", route)
				.containsEntry("status", status)
				.containsEntry("outcome", "CLIENT_ERROR")
				.containsEntry("exception", "none");
		});
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Endpoints.class)
	static class Application {

		// The error page is shown to everybody.
		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/error").permitAll().anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		InMemorySpanExporter inMemorySpanExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor immediateSpanProcessor(InMemorySpanExporter exporter) {
			return SimpleSpanProcessor.create(exporter);
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Endpoints.class)
	static class ReactiveApplication {

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

		@CrossOrigin
		@GetMapping("/rides/{id}")
		String ride(@PathVariable String id) {
			return id;
		}

		@PostMapping("/rides/{id}")
		String change(@PathVariable String id) {
			return id;
		}

	}

}
