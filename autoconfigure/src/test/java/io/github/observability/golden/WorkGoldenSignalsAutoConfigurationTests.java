package io.github.observability.golden;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

class WorkGoldenSignalsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
				WorkGoldenSignalsAutoConfiguration.class));

	@Test
	void namesFailuresAndObservesQuartz() {
		this.runner.withBean(SimpleMeterRegistry.class).withBean(SchedulerFactoryBean.class).run((context) -> {
			assertThat(context).hasSingleBean(FailureMeterHandler.class);
			assertThat(
					context.getBean(SchedulerFactoryBean.class).getScheduler().getListenerManager().getJobListeners())
				.hasOnlyElementsOfType(QuartzJobListener.class)
				.hasSize(1);
		});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("observability.golden.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WorkGoldenSignalsAutoConfiguration.class)
				.doesNotHaveBean(FailureMeterHandler.class)
				.doesNotHaveBean(QuartzJobListener.SchedulerPostProcessor.class));
	}

	@Test
	void startsWithoutQuartz() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.withClassLoader(new FilteredClassLoader("org.quartz"))
			.run((context) -> assertThat(context).hasSingleBean(FailureMeterHandler.class)
				.doesNotHaveBean("quartzSchedulerPostProcessor"));
	}

	@Test
	void hasNoMetersWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(WorkGoldenSignalsAutoConfiguration.class)
			.doesNotHaveBean(FailureMeterHandler.class));
	}

	@Test
	void namesAMalformedFailure() {
		this.runner.withPropertyValues("observability.golden.failures.grpc.server=NOT_FOUND")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("observability.golden.failures.grpc.server")
				.hasMessageContaining("NOT_FOUND")
				.hasMessageContaining("tag=value"));
	}

}
