package io.github.observability.logging;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class LoggingAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(LoggingMetersAutoConfiguration.class,
			ServletAccessLogAutoConfiguration.class, ReactiveAccessLogAutoConfiguration.class,
			LogMaskerAutoConfiguration.class, SpanMaskingAutoConfiguration.class);

	private final ApplicationContextRunner worker = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void countsWhatHappenedToLines() {
		this.worker.run((context) -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(MeterBinder.class).bindTo(registry);
			for (LoggingMeter meter : LoggingMeter.values()) {
				assertThat(registry.get(meter.getName()).functionCounter().count()).isNotNegative();
			}
			double before = registry.get(LoggingMeter.MASKED.getName()).functionCounter().count();
			LineCounts.PROCESS.masked();
			assertThat(registry.get(LoggingMeter.MASKED.getName()).functionCounter().count()).isEqualTo(before + 1);
		});
	}

	@Test
	void writesAccessLinesOfWhatServes() {
		this.worker.run((context) -> assertThat(context).doesNotHaveBean(AccessLog.class));
		this.servlet.run((context) -> assertThat(context).hasSingleBean(ServletAccessLog.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).hasSingleBean(ReactiveAccessLog.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.servlet.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MeterBinder.class)
				.doesNotHaveBean(AccessLog.class));
	}

	@Test
	void writesAccessLinesWithoutTracing() {
		this.servlet.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> assertThat(context).hasSingleBean(ServletAccessLog.class));
	}

	@Test
	void isOffByProperty() {
		this.servlet.withPropertyValues("observability.logging.access.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AccessLog.class).hasSingleBean(MeterBinder.class));
		this.servlet.withPropertyValues("observability.logging.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AccessLog.class).doesNotHaveBean(MeterBinder.class));
	}

	@Test
	void masksSpansAndByBeansUnlessOff() {
		this.worker.run((context) -> assertThat(context).hasSingleBean(SpanMasking.class)
			.hasSingleBean(MaskerBeanRegistration.class));
		for (String property : new String[] { "observability.logging.enabled",
				"observability.logging.masking.enabled" }) {
			this.worker.withPropertyValues(property + "=false")
				.run((context) -> assertThat(context).doesNotHaveBean(SpanMasking.class)
					.doesNotHaveBean(MaskerBeanRegistration.class));
		}
	}

	@Test
	void masksNoSpansWithoutTracing() {
		for (String library : new String[] { "io.micrometer.tracing", "io.opentelemetry" }) {
			this.worker.withClassLoader(new FilteredClassLoader(library))
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SpanMasking.class));
		}
	}

	@Test
	void forgetsMaskersOfAContextThatIsClosed() {
		LogMasker masker = (text) -> text;
		this.worker.withBean(LogMasker.class, () -> masker)
			.run((context) -> assertThat(MaskerBeans.PROCESS.current()).contains(masker));
		assertThat(MaskerBeans.PROCESS.current()).doesNotContain(masker);
	}

	@ParameterizedTest
	@CsvSource({ "access.sampling,1.5,must be from 0 to 1", "access.slow,-1s,must not be negative",
			"max-line-size,2MB,at most 1MB" })
	void namesWrongValues(String property, String value, String fault) {
		this.servlet.withPropertyValues("observability.logging." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'observability.logging." + property + "'")
				.hasMessageContaining(fault));
	}

}
