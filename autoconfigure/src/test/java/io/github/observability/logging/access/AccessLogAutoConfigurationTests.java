package io.github.observability.logging.access;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class AccessLogAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations
		.of(ServletAccessLogAutoConfiguration.class, ReactiveAccessLogAutoConfiguration.class);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void writesAccessLinesOfWhatServes() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(AccessLog.class));
		this.servlet.run((context) -> assertThat(context).hasSingleBean(ServletAccessLog.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).hasSingleBean(ReactiveAccessLog.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.servlet.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AccessLog.class));
	}

	@Test
	void writesAccessLinesWithoutTracing() {
		this.servlet.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> assertThat(context).hasSingleBean(ServletAccessLog.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.logging.access.enabled", "observability.logging.enabled" })
	void isOffByProperty(String property) {
		this.servlet.withPropertyValues(property + "=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AccessLog.class));
	}

	@ParameterizedTest
	@CsvSource({ "access.sampling,1.5,must be from 0 to 1", "access.slower-than,-1s,must not be negative" })
	void namesWrongValues(String property, String value, String fault) {
		this.servlet.withPropertyValues("observability.logging." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'observability.logging." + property + "'")
				.hasMessageContaining(fault));
	}

}
