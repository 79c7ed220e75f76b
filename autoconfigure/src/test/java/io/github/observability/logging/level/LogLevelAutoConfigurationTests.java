package io.github.observability.logging.level;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.logging.filter.EventFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class LogLevelAutoConfigurationTests {

	private static final String SECRET = "observability.logging.level-token.secret=0123456789abcdef0123456789abcdef";

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(LogLevelAutoConfiguration.class);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void isOffWithoutASecret() {
		this.servlet.run((context) -> assertThat(context).doesNotHaveBean(LevelTokens.class)
			.doesNotHaveBean(LevelRules.class)
			.doesNotHaveBean(EventFilter.class));
		this.servlet.withPropertyValues("observability.logging.level-token.secret=")
			.run((context) -> assertThat(context).doesNotHaveBean(LevelTokens.class));
	}

	@Test
	void acceptsTokensWithASecret() {
		this.servlet.withPropertyValues(SECRET)
			.run((context) -> assertThat(context).hasBean("levelTokenFilter").hasSingleBean(EventFilter.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(SECRET)
			.run((context) -> assertThat(context).hasSingleBean(ReactiveLevelTokenDecorator.class));
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(SECRET)
			.run((context) -> assertThat(context).hasSingleBean(LevelTokens.class));
	}

	@Test
	void hasRulesOnlyWithAccess() {
		String exposed = "management.endpoints.web.exposure.include=*";
		this.servlet.withPropertyValues(exposed)
			.run((context) -> assertThat(context).doesNotHaveBean(LevelRulesEndpoint.class));
		this.servlet.withPropertyValues(exposed, "management.endpoint.levelrules.access=UNRESTRICTED")
			.run((context) -> assertThat(context).hasSingleBean(LevelRulesEndpoint.class)
				.hasSingleBean(EventFilter.class));
	}

	@Test
	void isOffByProperty() {
		this.servlet.withPropertyValues(SECRET, "observability.logging.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LevelTokens.class));
	}

	@Test
	void backsOffWithoutLogback() {
		this.servlet.withPropertyValues(SECRET)
			.withClassLoader(new FilteredClassLoader(LoggerContext.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LevelTokens.class));
	}

	@Test
	void worksWithoutMicrometer() {
		this.servlet.withPropertyValues(SECRET)
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(LevelTokens.class));
	}

	@ParameterizedTest
	@CsvSource({ "secret,too short,has only 9 characters", "max-validity,2d,at most a day",
			"max-requests-per-minute,0,no token would be accepted", "header,' ',a header has a name" })
	void namesWrongValues(String key, String value, String fault) {
		this.servlet.withPropertyValues(SECRET, "observability.logging.level-token." + key + "=" + value)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(fault));
	}

}
