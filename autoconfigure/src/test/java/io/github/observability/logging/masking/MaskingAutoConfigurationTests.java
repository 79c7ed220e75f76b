package io.github.observability.logging.masking;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class MaskingAutoConfigurationTests {

	private final ApplicationContextRunner worker = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LogMaskerAutoConfiguration.class, SpanMaskingAutoConfiguration.class));

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
			.run((context) -> assertThat(RegisteredMaskers.PROCESS.current()).contains(masker));
		assertThat(RegisteredMaskers.PROCESS.current()).doesNotContain(masker);
	}

}
