package io.github.observability.tracing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveTracingAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations
		.of(ServletTracingAutoConfiguration.class, ReactiveTracingAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void marksSpansOfServerErrors() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ReactiveServerErrorSpanStatus.class)
			.doesNotHaveBean(ServerErrorSpanStatus.class));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("observability.tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveTracingAutoConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.tracing.otel", "org.springframework.http.server.reactive", "reactor" })
	void backsOffWithout(String library) {
		this.runner.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ReactiveTracingAutoConfiguration.class));
	}

	@Test
	void worksWithoutTheServletApi() {
		this.runner.withClassLoader(new FilteredClassLoader("jakarta.servlet"))
			.run((context) -> assertThat(context).hasSingleBean(ReactiveServerErrorSpanStatus.class));
	}

	@Test
	void backsOffInAServletApplication() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveTracingAutoConfiguration.class)
				.hasSingleBean(ServerErrorSpanStatus.class));
	}

}
