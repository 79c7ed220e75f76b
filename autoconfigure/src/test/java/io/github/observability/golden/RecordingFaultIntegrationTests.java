package io.github.observability.golden;

import java.time.Duration;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.RunningApplication;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.ObservationFilter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose own telemetry code fails goes on serving requests.
 */
class RecordingFaultIntegrationTests {

	@Test
	@FullRunOnly
	void survivesAConventionThatFailsAtTheStart() {
		serve(FailingAtStart.class);
	}

	@Test
	@FullRunOnly
	void survivesAConventionThatFailsAtTheEnd() {
		serve(FailingAtEnd.class);
	}

	@Test
	void survivesAFilterThatFails() {
		serve(FailingFilter.class);
	}

	private static void serve(Class<?> configuration) {
		try (RunningApplication application = RunningApplication.start(configuration, "spring.main.banner-mode=off")) {
			assertThat(application.get("/ok/1").statusCode()).isEqualTo(200);
			assertThat(application.get("/ok/2").statusCode()).isEqualTo(200);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> application.meters().get("observability.golden.dropped").functionCounter().count() == 2);
			assertThat(application.meters()
				.get("http.server.requests.active")
				.gauges()
				.stream()
				.mapToDouble((gauge) -> gauge.value())
				.sum()).isZero();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(GoldenTestApplication.class)
	static class FailingAtStart {

		@Bean
		DefaultServerRequestObservationConvention failingConvention() {
			return new DefaultServerRequestObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
					throw new IllegalStateException("a convention fails");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(GoldenTestApplication.class)
	static class FailingAtEnd {

		@Bean
		DefaultServerRequestObservationConvention failingConvention() {
			return new DefaultServerRequestObservationConvention() {

				@Override
				public String getContextualName(ServerRequestObservationContext context) {
					throw new IllegalStateException("a convention fails");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(GoldenTestApplication.class)
	static class FailingFilter {

		@Bean
		ObservationFilter failingObservationFilter() {
			return (context) -> {
				if (context instanceof ServerRequestObservationContext) {
					throw new IllegalStateException("a filter fails");
				}
				return context;
			};
		}

	}

}
