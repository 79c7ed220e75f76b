package io.github.observability.business;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class BusinessMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BusinessMetricsAutoConfiguration.class));

	@Test
	void offersBusinessMetrics() {
		this.runner.withBean(SimpleMeterRegistry.class).run((context) -> {
			context.getBean(BusinessMetrics.class).counter("rides.requested", "Rides requested").increment();
			assertThat(context.getBean(SimpleMeterRegistry.class).get("rides.requested").counter().count())
				.isEqualTo(1);
		});
	}

	@Test
	void usesOwnBean() {
		BusinessMetrics own = mock(BusinessMetrics.class);
		this.runner.withBean(SimpleMeterRegistry.class)
			.withBean(BusinessMetrics.class, () -> own)
			.run((context) -> assertThat(context.getBean(BusinessMetrics.class)).isSameAs(own));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("observability.business.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BusinessMetrics.class));
	}

	@Test
	void backsOffWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(BusinessMetrics.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).doesNotHaveBean(BusinessMetricsAutoConfiguration.class));
	}

	@Test
	void namesAWrongLimit() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("observability.business.max-tag-values=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'observability.business.max-tag-values' must be at least 1, but was 0"));
	}

}
