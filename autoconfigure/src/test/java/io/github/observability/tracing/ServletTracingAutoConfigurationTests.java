package io.github.observability.tracing;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class ServletTracingAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServletTracingAutoConfiguration.class));

	@Test
	void marksSpansOfServerErrors() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ServerErrorSpanStatus.class));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ServletTracingAutoConfiguration.class));
	}

	@Test
	void backsOffWithoutTheBridge() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.tracing.otel"))
			.run((context) -> assertThat(context).doesNotHaveBean(ServletTracingAutoConfiguration.class));
	}

	@Test
	void backsOffOutsideAServletApplication() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ServletTracingAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ServletTracingAutoConfiguration.class));
	}

}
