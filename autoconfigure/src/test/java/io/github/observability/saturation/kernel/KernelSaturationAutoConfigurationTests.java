package io.github.observability.saturation.kernel;

import io.github.observability.saturation.SaturationSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class KernelSaturationAutoConfigurationTests {

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(KernelSaturationAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.bare.withBean(SimpleMeterRegistry.class);

	@Test
	void readsTheKernel() {
		this.runner.run((context) -> assertThat(context.getBeansOfType(SaturationSource.class))
			.containsOnlyKeys("cgroupSaturation", "pressureSaturation", "networkSaturation", "runQueueSaturation"));
	}

	@Test
	void hasNothingWhenDisabled() {
		this.runner.withPropertyValues("observability.saturation.enabled=off")
			.run((context) -> assertThat(context).doesNotHaveBean(SaturationSource.class));
	}

	@Test
	void backsOffWithoutRegistry() {
		this.bare.run((context) -> assertThat(context).doesNotHaveBean(SaturationSource.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SaturationSource.class));
	}

}
