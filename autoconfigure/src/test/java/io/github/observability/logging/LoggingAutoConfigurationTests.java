package io.github.observability.logging;

import io.github.observability.logging.masking.Masking;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class LoggingAutoConfigurationTests {

	private final ApplicationContextRunner worker = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LoggingMetersAutoConfiguration.class));

	@Test
	void countsWhatHappenedToLines() {
		this.worker.run((context) -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(MeterBinder.class).bindTo(registry);
			for (LoggingMeter meter : LoggingMeter.values()) {
				assertThat(registry.get(meter.getName()).functionCounter().count()).isNotNegative();
			}
			double before = registry.get(LoggingMeter.TRUNCATED.getName()).functionCounter().count();
			LineCounts.PROCESS.truncated();
			assertThat(registry.get(LoggingMeter.TRUNCATED.getName()).functionCounter().count()).isEqualTo(before + 1);
		});
	}

	@Test
	void countsMaskedSecrets() {
		this.worker.run((context) -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(MeterBinder.class).bindTo(registry);
			double before = registry.get(LoggingMeter.MASKED.getName()).functionCounter().count();
			Masking.create(context.getEnvironment(), 100).secret();
			assertThat(registry.get(LoggingMeter.MASKED.getName()).functionCounter().count()).isEqualTo(before + 1);
		});
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.worker.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MeterBinder.class));
	}

	@Test
	void isOffByProperty() {
		this.worker.withPropertyValues("observability.logging.access.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(MeterBinder.class));
		this.worker.withPropertyValues("observability.logging.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MeterBinder.class));
	}

	@Test
	void namesAWrongSize() {
		this.worker.withPropertyValues("observability.logging.max-line-size=2MB")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'observability.logging.max-line-size'")
				.hasMessageContaining("at most 1MB"));
	}

}
