package io.github.observability;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConditionalOnFeature}.
 */
class ConditionalOnFeatureTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Features.class);

	@Test
	void isOnUnlessSet() {
		this.runner.run((context) -> assertThat(context).hasBean("onByDefault").doesNotHaveBean("offByDefault"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "TRUE", "yes", "on", "1" })
	void takesWhatTheBinderTakesAsOn(String value) {
		this.runner.withPropertyValues("acme.first=" + value, "acme.opt-in=" + value)
			.run((context) -> assertThat(context).hasBean("onByDefault").hasBean("offByDefault"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "False", "no", "off", "0" })
	void takesWhatTheBinderTakesAsOff(String value) {
		this.runner.withPropertyValues("acme.second=" + value)
			.run((context) -> assertThat(context).doesNotHaveBean("onByDefault"));
	}

	@Test
	void takesAnEmptyValueAsNotSet() {
		this.runner.withPropertyValues("acme.first=", "acme.opt-in=")
			.run((context) -> assertThat(context).hasBean("onByDefault").doesNotHaveBean("offByDefault"));
	}

	@Test
	void readsEnvironmentVariables() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("ACME_OPTIN", "on"))))
			.run((context) -> assertThat(context).hasBean("offByDefault"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "yess", "2", "enabled" })
	void stopsTheStartAtAnythingElse(String value) {
		this.runner.withPropertyValues("acme.second=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (failure) -> {
					assertThat(failure.getName()).isEqualTo("acme.second");
					assertThat(failure.getValue()).isEqualTo(value);
					assertThat(failure.getReason()).contains("'true' or 'false'");
				}));
	}

	@Configuration(proxyBeanMethods = false)
	static class Features {

		@Bean
		@ConditionalOnFeature({ "acme.first", "acme.second" })
		String onByDefault() {
			return "on";
		}

		@Bean
		@ConditionalOnFeature(value = "acme.opt-in", matchIfMissing = false)
		String offByDefault() {
			return "off";
		}

	}

}
