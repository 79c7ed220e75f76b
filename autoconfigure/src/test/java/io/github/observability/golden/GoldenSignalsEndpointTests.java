package io.github.observability.golden;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class GoldenSignalsEndpointTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GoldenSignalsEndpointAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("management.endpoints.web.exposure.include=golden");

	@Test
	void readsTheMetersWhileTheEndpointIsExposed() {
		this.runner.run((context) -> assertThat(context.getBean(SignalHistory.class).isRunning()).isTrue());
	}

	@Test
	void hasNoThreadWhereItIsNotExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(SignalHistory.class)
				.doesNotHaveBean(LatencyTimers.Sketches.class));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("observability.golden.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SignalHistory.class));
	}

}
