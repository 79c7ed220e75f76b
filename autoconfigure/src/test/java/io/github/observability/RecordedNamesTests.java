package io.github.observability;

import java.util.stream.Stream;

import io.github.observability.conventions.ConventionsAutoConfiguration;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.convention.otel.OpenTelemetryJvmMemoryMeterConventions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.OpenTelemetryServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecordedNames}, with the beans that decide about the names.
 */
class RecordedNamesTests {

	private static final String OPENTELEMETRY = SemanticConvention.PROPERTY + "=opentelemetry";

	private static final HttpNames MICROMETER_SERVER = HttpNames.server(SemanticConvention.MICROMETER);

	private static final HttpNames OPENTELEMETRY_SERVER = HttpNames.server(SemanticConvention.OPENTELEMETRY);

	private static final HttpNames OPENTELEMETRY_CLIENT = HttpNames.client(SemanticConvention.OPENTELEMETRY);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConventionsAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConventionsAutoConfiguration.class));

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConventionsAutoConfiguration.class));

	static Stream<AbstractApplicationContextRunner<?, ?, ?>> runners() {
		RecordedNamesTests tests = new RecordedNamesTests();
		return Stream.of(tests.servlet, tests.reactive, tests.plain);
	}

	@ParameterizedTest
	@MethodSource("runners")
	void followMicrometerByDefault(AbstractApplicationContextRunner<?, ?, ?> runner) {
		runner.run((context) -> {
			RecordedNames names = context.getBean(RecordedNames.class);
			assertThat(names.server()).isEqualTo(MICROMETER_SERVER);
			assertThat(names.client()).isEqualTo(HttpNames.client(SemanticConvention.MICROMETER));
			assertThat(names.webClient()).isEqualTo(names.client());
			assertThat(names.jvm()).isEqualTo(JvmNames.of(SemanticConvention.MICROMETER));
			assertThat(context.getBeanNamesForType(ServerRequestObservationConvention.class)).isEmpty();
		});
	}

	@ParameterizedTest
	@MethodSource("runners")
	void followTheProperty(AbstractApplicationContextRunner<?, ?, ?> runner) {
		runner.withPropertyValues(OPENTELEMETRY).run((context) -> {
			RecordedNames names = context.getBean(RecordedNames.class);
			assertThat(names.server()).isEqualTo(OPENTELEMETRY_SERVER);
			assertThat(names.client()).isEqualTo(OPENTELEMETRY_CLIENT);
			assertThat(names.webClient()).isEqualTo(OPENTELEMETRY_CLIENT);
			assertThat(names.jvm()).isEqualTo(JvmNames.of(SemanticConvention.OPENTELEMETRY));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "opentelemetry", "OpenTelemetry", "OPEN_TELEMETRY", "open-telemetry" })
	void understandWhatBootDoes(String value) {
		MockEnvironment environment = new MockEnvironment().withProperty(SemanticConvention.PROPERTY, value);
		assertThat(RecordedNames.of(environment).server()).isEqualTo(OPENTELEMETRY_SERVER);
	}

	@Test
	void followTheNameOfObservations() {
		MockEnvironment environment = new MockEnvironment()
			.withProperty("management.observations.http.server.requests.name", "served")
			.withProperty("management.observations.http.client.requests.name", "sent");
		assertThat(RecordedNames.of(environment).server()).isEqualTo(MICROMETER_SERVER.named("served"));
		assertThat(RecordedNames.of(environment).server().active()).isEqualTo("served.active");
		assertThat(RecordedNames.of(environment).client().requests()).isEqualTo("sent");
		environment.withProperty(SemanticConvention.PROPERTY, "opentelemetry");
		assertThat(RecordedNames.of(environment).server()).isEqualTo(OPENTELEMETRY_SERVER);
	}

	@Test
	void followABeanThatOnlyItsClassReveals() {
		this.servlet.withUserConfiguration(OpenTelemetryConfiguration.class).run((context) -> {
			RecordedNames names = context.getBean(RecordedNames.class);
			assertThat(names.server()).isEqualTo(OPENTELEMETRY_SERVER);
			assertThat(names.client()).isEqualTo(HttpNames.client(SemanticConvention.MICROMETER));
		});
	}

	@Test
	void followABeanRatherThanTheProperty() {
		this.servlet.withPropertyValues(OPENTELEMETRY)
			.withBean(DefaultServerRequestObservationConvention.class,
					() -> new DefaultServerRequestObservationConvention("served"))
			.run((context) -> {
				assertThat(context).hasSingleBean(ServerRequestObservationConvention.class);
				assertThat(context.getBean(RecordedNames.class).server()).isEqualTo(MICROMETER_SERVER.named("served"));
			});
	}

	@Test
	void followABeanForTheMemory() {
		this.plain
			.withBean(OpenTelemetryJvmMemoryMeterConventions.class,
					() -> new OpenTelemetryJvmMemoryMeterConventions(Tags.empty()))
			.run((context) -> {
				JvmNames names = context.getBean(RecordedNames.class).jvm();
				assertThat(names.memoryMax()).isEqualTo(JvmNames.of(SemanticConvention.OPENTELEMETRY).memoryMax());
				assertThat(names.cpuUsage()).isEqualTo(JvmNames.of(SemanticConvention.MICROMETER).cpuUsage());
			});
	}

	@Test
	void takeThePrimaryOneOfTwoBeans() {
		this.servlet.withUserConfiguration(OpenTelemetryConfiguration.class, PrimaryConfiguration.class)
			.run((context) -> assertThat(context.getBean(RecordedNames.class).server().requests())
				.isEqualTo("primary"));
	}

	@ParameterizedTest
	@ValueSource(classes = { ByHandConfiguration.class, QualifiedConfiguration.class })
	void followTheBeanThatIsInjected(Class<?> further) {
		this.servlet.withUserConfiguration(further, OpenTelemetryConfiguration.class)
			.run((context) -> assertThat(context.getBean(RecordedNames.class).server())
				.isEqualTo(OPENTELEMETRY_SERVER));
	}

	@ParameterizedTest
	@ValueSource(classes = { ByHandConfiguration.class, QualifiedConfiguration.class })
	void doNotFollowABeanThatIsNotInjected(Class<?> configuration) {
		this.servlet.withUserConfiguration(configuration)
			.run((context) -> assertThat(context.getBean(RecordedNames.class).server()).isEqualTo(MICROMETER_SERVER));
		this.servlet.withUserConfiguration(configuration)
			.withPropertyValues(OPENTELEMETRY)
			.run((context) -> assertThat(context.getBean(RecordedNames.class).server())
				.isEqualTo(OPENTELEMETRY_SERVER));
	}

	@Test
	void followABeanBehindAScopedProxy() {
		this.servlet.withUserConfiguration(ScopedConfiguration.class)
			.run((context) -> assertThat(context.getBean(RecordedNames.class).server().requests()).isEqualTo("scoped"));
	}

	@Test
	void refuseTwoBeans() {
		this.servlet.withUserConfiguration(OpenTelemetryConfiguration.class)
			.withBean("other", DefaultServerRequestObservationConvention.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidSettingException.class, (failure) -> {
					assertThat(failure).hasMessageContaining("'serverRequestObservationConvention'")
						.hasMessageContaining("'other'")
						.hasMessageContaining("requests that a servlet container serves");
					assertThat(failure.fix()).contains("@Primary");
				}));
	}

	@ParameterizedTest
	@MethodSource("runners")
	void refuseAnUnknownConvention(AbstractApplicationContextRunner<?, ?, ?> runner) {
		runner.withPropertyValues(SemanticConvention.PROPERTY + "=otel")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidSettingException.class, (failure) -> {
					assertThat(failure).hasMessageContaining("'management.observations.conventions' is 'otel'");
					assertThat(failure.fix()).isEqualTo("Use micrometer or opentelemetry.");
				}));
	}

	@Test
	void refuseAnUnknownConventionWithoutBeans() {
		MockEnvironment environment = new MockEnvironment().withProperty(SemanticConvention.PROPERTY, "zipkin");
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> RecordedNames.of(environment).server());
	}

	@Test
	void coverEachClient() {
		this.plain.withPropertyValues(OPENTELEMETRY)
			.run((context) -> assertThat(context).hasSingleBean(ClientRequestObservationConvention.class)
				.hasSingleBean(
						org.springframework.web.reactive.function.client.ClientRequestObservationConvention.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OpenTelemetryConfiguration {

		@Bean
		ServerRequestObservationConvention serverRequestObservationConvention() {
			return new OpenTelemetryServerRequestObservationConvention();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryConfiguration {

		@Bean
		@Primary
		ServerRequestObservationConvention primaryConvention() {
			return new DefaultServerRequestObservationConvention("primary");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByHandConfiguration {

		@Bean(autowireCandidate = false)
		ServerRequestObservationConvention byHand() {
			return new DefaultServerRequestObservationConvention("by.hand");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedConfiguration {

		@Bean(defaultCandidate = false)
		ServerRequestObservationConvention qualified() {
			return new DefaultServerRequestObservationConvention("qualified");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		static CustomScopeConfigurer scopes() {
			CustomScopeConfigurer scopes = new CustomScopeConfigurer();
			scopes.addScope("thread", new SimpleThreadScope());
			return scopes;
		}

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.INTERFACES)
		ServerRequestObservationConvention scopedConvention() {
			return new DefaultServerRequestObservationConvention("scoped");
		}

	}

}
