package io.github.observability.logging.level;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.logging.filter.EventFilter;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

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
	@CsvSource({ "X-Log-Level-Token, X-Debug", "X-Debug, X-Log-Level-Token" })
	void readsTokensFromTheHeaderThatIsSet(String set, String other) {
		String header = "observability.logging.level-token.header=" + set;
		this.servlet.withPropertyValues(SECRET, header).run((context) -> {
			Filter filter = context.getBean("levelTokenFilter", FilterRegistrationBean.class).getFilter();
			assertThat(raises(filter, set)).isTrue();
			assertThat(raises(filter, other)).isFalse();
		});
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(SECRET, header)
			.run((context) -> {
				ReactiveLevelTokenDecorator decorator = context.getBean(ReactiveLevelTokenDecorator.class);
				assertThat(raises(decorator, set)).isTrue();
				assertThat(raises(decorator, other)).isFalse();
			});
	}

	private static boolean raises(Filter filter, String header) throws Exception {
		AtomicBoolean raised = new AtomicBoolean();
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.addHeader(header, token("minutes=10"));
		filter.doFilter(request, new MockHttpServletResponse(),
				(served, response) -> raised.set(RaisedLevels.current() != null));
		return raised.get();
	}

	private static boolean raises(ReactiveLevelTokenDecorator decorator, String header) {
		AtomicBoolean raised = new AtomicBoolean();
		decorator.apply((request, response) -> {
			raised.set(RaisedLevels.current() != null);
			return Mono.empty();
		})
			.handle(MockServerHttpRequest.get("/").header(header, token("minutes=10")).build(),
					new MockServerHttpResponse())
			.block();
		return raised.get();
	}

	@ParameterizedTest
	@CsvSource({ "1h, 60, true", "1h, 61, false", "3h, 180, true", "3h, 181, false", "5m, 6, false" })
	void acceptsTokensUpToTheLongestValidity(String longest, int minutes, boolean accepted) {
		this.servlet.withPropertyValues(SECRET, "observability.logging.level-token.max-validity=" + longest)
			.run((context) -> assertThat(context.getBean(LevelTokens.class).accept(token("minutes=" + minutes)) != null)
				.isEqualTo(accepted));
	}

	@ParameterizedTest
	@CsvSource({ "60, 4", "2, 2" })
	void acceptsAsManyRequestsAMinuteAsConfigured(int most, int accepted) {
		this.servlet.withPropertyValues(SECRET, "observability.logging.level-token.max-requests-per-minute=" + most)
			.run((context) -> {
				LevelTokens tokens = context.getBean(LevelTokens.class);
				for (int i = 0; i < 4; i++) {
					tokens.accept(token("minutes=10"));
				}
				assertThat(tokens.countSoFar(TokenOutcome.ACCEPTED)).isEqualTo(accepted);
				assertThat(tokens.countSoFar(TokenOutcome.RATE_LIMITED)).isEqualTo(4 - accepted);
			});
	}

	private static String token(String option) {
		return LevelTokenGenerator.generate("0123456789abcdef0123456789abcdef", Instant.now(), option);
	}

	@ParameterizedTest
	@CsvSource({ "secret,too short,has only 9 characters", "max-validity,2d,at most a day",
			"max-requests-per-minute,0,no token would be accepted", "header,' ',a header has a name" })
	void namesWrongValues(String key, String value, String fault) {
		this.servlet.withPropertyValues(SECRET, "observability.logging.level-token." + key + "=" + value)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(fault));
	}

}
