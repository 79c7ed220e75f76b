package io.github.observability.golden;

import java.time.Duration;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.RunningApplication;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

	@ParameterizedTest
	@FullRunOnly
	@ValueSource(classes = { FailingAtStart.class, FailingAtEnd.class })
	void servesARequestWhoseConventionFails(Class<?> convention) {
		serve(convention, "servlet");
	}

	@ParameterizedTest
	@FullRunOnly
	@ValueSource(classes = { ReactiveFailingAtStart.class, ReactiveFailingAtEnd.class })
	void servesAndRecordsARequestOfWebFluxWhoseConventionFails(Class<?> convention) {
		assertThat(serve(convention, "reactive")).isEqualTo(2);
	}

	@Test
	@FullRunOnly
	void servesAndRecordsARequestWhoseFilterFails() {
		assertThat(serve(ServletFilter.class, "servlet")).isEqualTo(2);
		assertThat(serve(ReactiveFilter.class, "reactive")).isEqualTo(2);
	}

	@Test
	void servesAndRecordsARequestWhoseHandlerFails() {
		assertThat(serve(ServletHandler.class, "servlet")).isEqualTo(2);
		assertThat(serve(ReactiveHandler.class, "reactive")).isEqualTo(2);
	}

	private static long serve(Class<?> configuration, String type) {
		try (RunningApplication application = RunningApplication.start(configuration, "spring.main.banner-mode=off",
				"spring.main.web-application-type=" + type)) {
			assertThat(application.get("/ok/1").statusCode()).isEqualTo(200);
			assertThat(application.get("/ok/2").statusCode()).isEqualTo(200);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> application.meters().get("observability.golden.dropped").functionCounter().count() >= 2);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> application.meters()
					.get("http.server.requests.active")
					.gauges()
					.stream()
					.mapToDouble((gauge) -> gauge.value())
					.sum() == 0);
			return Recorded.total(Recorded.records(application));
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
	@Import(ReactiveGoldenTestApplication.class)
	static class ReactiveFailingAtStart {

		@Bean
		org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention failingConvention() {
			return new org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(
						org.springframework.http.server.reactive.observation.ServerRequestObservationContext context) {
					throw new IllegalStateException("a convention fails");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ReactiveGoldenTestApplication.class)
	static class ReactiveFailingAtEnd {

		@Bean
		org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention failingConvention() {
			return new org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention() {

				@Override
				public String getContextualName(
						org.springframework.http.server.reactive.observation.ServerRequestObservationContext context) {
					throw new IllegalStateException("a convention fails");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingFilter {

		@Bean
		ObservationFilter failingObservationFilter() {
			return (context) -> {
				throw new IllegalStateException("a filter fails");
			};
		}

	}

	/**
	 * A handler that fails whatever it is told.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FailingHandler implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			throw new IllegalStateException("a handler fails");
		}

		@Override
		public void onScopeOpened(Observation.Context context) {
			throw new IllegalStateException("a handler fails");
		}

		@Override
		public void onScopeClosed(Observation.Context context) {
			throw new IllegalStateException("a handler fails");
		}

		@Override
		public void onStop(Observation.Context context) {
			throw new IllegalStateException("a handler fails");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ GoldenTestApplication.class, FailingFilter.class })
	static class ServletFilter {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ReactiveGoldenTestApplication.class, FailingFilter.class })
	static class ReactiveFilter {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ GoldenTestApplication.class, FailingHandler.class })
	static class ServletHandler {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ReactiveGoldenTestApplication.class, FailingHandler.class })
	static class ReactiveHandler {

	}

}
