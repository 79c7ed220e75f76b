package io.github.observability.golden;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.observation.ClientHttpObservationDocumentation;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.mock.http.client.MockClientHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class ClientGoldenSignalsAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(MetricsAutoConfiguration.class,
			ObservationAutoConfiguration.class, GoldenSignalsAutoConfiguration.class,
			ClientGoldenSignalsAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withBean(SimpleMeterRegistry.class);

	@Test
	void recordsRequestsOfBothKindsOfClients() {
		this.runner.run((context) -> assertThat(context).hasBean("clientRequestMeterHandler")
			.hasBean("webClientRequestMeterHandler")
			.hasBean("clientRouteFilter")
			.hasBean("webClientRouteFilter"));
	}

	@Test
	void needsNoWebClient() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.web.reactive"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("clientRequestMeterHandler")
				.doesNotHaveBean("webClientRequestMeterHandler"));
	}

	@Test
	void cleansRoutesWithoutARegistry() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).hasBean("clientRouteFilter").doesNotHaveBean(RequestMeters.class));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("observability.golden.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ClientGoldenSignalsAutoConfiguration.class)
				.doesNotHaveBean(RecordingFaults.class));
	}

	@Test
	void backsOffWithoutAClient() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.http.client"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ClientGoldenSignalsAutoConfiguration.class));
	}

	@ParameterizedTest
	@CsvSource({ "'', CancellationException",
			"observability.tracing.errors.cancellation-is-error=true, " + "CancellationException",
			"observability.tracing.errors.cancellation-is-error=false, none" })
	void recordsACanceledCallAsAnErrorUnlessToldOtherwise(String property, String error) {
		List<Throwable> seen = new ArrayList<>();
		this.runner.withPropertyValues(property).run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			registry.observationConfig().observationHandler(stopped((stopped) -> {
				if (stopped.getError() != null) {
					seen.add(stopped.getError());
				}
			}));
			for (Exception exception : List.of(new CancellationException(), new IOException())) {
				call(registry).error(exception).stop();
			}
			assertThat(context.getBean(SimpleMeterRegistry.class).get("http.client.requests").timers())
				.extracting((timer) -> timer.getId().getTag("error"), (timer) -> timer.getId().getTag("exception"),
						Timer::count)
				.containsExactlyInAnyOrder(tuple(error, error, 1L), tuple("IOException", "IOException", 1L));
			assertThat(seen).hasSize(error.equals("none") ? 1 : 2);
		});
	}

	private static Observation call(ObservationRegistry registry) {
		ClientRequestObservationContext context = new ClientRequestObservationContext(
				new MockClientHttpRequest(HttpMethod.GET, URI.create("http://pricing/quotes")));
		context.setUriTemplate("/quotes");
		return ClientHttpObservationDocumentation.HTTP_CLIENT_EXCHANGES
			.observation(null, new DefaultClientRequestObservationConvention(), () -> context, registry)
			.start();
	}

	private static ObservationHandler<Observation.Context> stopped(Consumer<Observation.Context> consumer) {
		return new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				consumer.accept(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		};
	}

	@Test
	void namesAWrongValueForCanceledCalls() {
		this.runner.withPropertyValues("observability.tracing.errors.cancellation-is-error=sometimes")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("observability.tracing.errors.cancellation-is-error"));
	}

	@Test
	void followsTheNameOfTheObservation() {
		this.runner.withPropertyValues("management.observations.http.client.requests.name=outbound")
			.run((context) -> assertThat(context.getBean(SimpleMeterRegistry.class)
				.get("outbound.active")
				.tag("method", "GET")
				.gauge()
				.value()).isZero());
	}

}
