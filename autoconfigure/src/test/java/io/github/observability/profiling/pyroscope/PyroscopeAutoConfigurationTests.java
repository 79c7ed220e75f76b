package io.github.observability.profiling.pyroscope;

import java.util.Map;

import io.pyroscope.javaagent.PyroscopeAgent;
import io.pyroscope.javaagent.config.Config;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class PyroscopeAutoConfigurationTests {

	private static final String ON = "observability.profiling.pyroscope.enabled=true";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PyroscopeAutoConfiguration.class));

	@Test
	void startsNothingUnlessItIsAskedTo() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(PyroscopeAgentStarter.class));
		this.runner.withPropertyValues(ON, "observability.profiling.enabled=off")
			.run((context) -> assertThat(context).doesNotHaveBean(PyroscopeAgentStarter.class));
		this.runner.withPropertyValues(ON)
			.withClassLoader(new FilteredClassLoader("io.pyroscope"))
			.run((context) -> assertThat(context).doesNotHaveBean(PyroscopeAgentStarter.class));
		assertThat(PyroscopeAgent.isStarted()).isFalse();
	}

	@Test
	void startsTheAgentAndStopsItAgain() {
		this.runner.withPropertyValues(ON, "observability.profiling.pyroscope.server-address=http://localhost:1")
			.run((context) -> {
				assertThat(PyroscopeAgent.isStarted()).isTrue();
				assertThat(context.getBean(PyroscopeAgentStarter.class).isRunning()).isTrue();
				PyroscopeAgentStarter second = new PyroscopeAgentStarter(
						new PyroscopeSettings(context.getEnvironment(), properties()));
				second.start();
				assertThat(second.isRunning()).isFalse();
				second.stop();
				assertThat(PyroscopeAgent.isStarted()).isTrue();
			});
		assertThat(PyroscopeAgent.isStarted()).isFalse();
	}

	@Test
	void givesItTheNamesOfTheApplication() {
		MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "orders")
			.withProperty("spring.application.version", "1.2,x=3");
		environment.setActiveProfiles("live", "eu");
		Config config = Config.build(new PyroscopeSettings((key) -> null, environment, properties()));
		assertThat(config.applicationName).isEqualTo("orders");
		assertThat(config.serverAddress).isEqualTo("http://profiles:4040");
		assertThat(config.labels).isEqualTo(Map.of("service_version", "1.2_x_3", "deployment_environment", "live-eu"));
		Config own = Config.build(new PyroscopeSettings(
				(key) -> key.equals("PYROSCOPE_APPLICATION_NAME") ? "mine" : null, environment, properties()));
		assertThat(own.applicationName).isEqualTo("mine");
	}

	@Test
	void namesAWrongValue() {
		this.runner.withPropertyValues(ON, "observability.profiling.pyroscope.server-address=profiles:4040")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'observability.profiling.pyroscope.server-address' must be an http"));
	}

	private static PyroscopeProperties properties() {
		return new PyroscopeProperties(true, "http://profiles:4040");
	}

}
