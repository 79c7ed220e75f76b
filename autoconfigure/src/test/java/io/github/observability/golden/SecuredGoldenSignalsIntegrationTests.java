package io.github.observability.golden;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import io.github.observability.testing.RunningApplication;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that Spring Security rejects before any handler sees them.
 */
class SecuredGoldenSignalsIntegrationTests {

	private static final String CREDENTIALS = Base64.getEncoder().encodeToString("user:secret".getBytes());

	@ParameterizedTest
	@ValueSource(strings = { "false", "true" })
	void countsRejectionsOnceAndNotAsErrors(String virtualThreads) {
		List<String> arguments = new ArrayList<>(List.of("management.tracing.sampling.probability=1",
				"spring.main.banner-mode=off", "spring.security.user.password=secret"));
		if (Runtime.version().feature() >= 21) {
			arguments.add("spring.threads.virtual.enabled=" + virtualThreads);
		}
		try (RunningApplication application = RunningApplication.start(Application.class,
				arguments.toArray(String[]::new))) {
			List<Recorded.Record> before = Recorded.records(application);
			assertThat(application.get("/rides/1").statusCode()).isEqualTo(401);
			expect(application, before, "GET", "401");
			before = Recorded.records(application);
			assertThat(application.send("/rides/2", "POST", "Authorization", "Basic " + CREDENTIALS).statusCode())
				.isEqualTo(403);
			expect(application, before, "POST", "403");
			assertThat(Recorded.serverSpans(application, "/rides/1")).singleElement()
				.satisfies((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
		}
	}

	private static void expect(RunningApplication application, List<Recorded.Record> before, String method,
			String status) {
		assertThat(Recorded.awaitRecords(application, before)).singleElement().satisfies((record) -> {
			assertThat(record.count()).isEqualTo(1);
			assertThat(record.tags()).containsEntry("method", method)
				.containsEntry("status", status)
				.containsEntry("outcome", "CLIENT_ERROR")
				.containsEntry("exception", "none");
			assertThat(record.tags().get("uri")).isIn("/rides/{id}", "UNKNOWN");
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

	@RestController
	static class Endpoints {

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
