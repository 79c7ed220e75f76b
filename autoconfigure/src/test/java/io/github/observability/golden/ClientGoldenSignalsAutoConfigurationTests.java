package io.github.observability.golden;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

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
