package io.github.observability.tracing;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class JavaAgentTests {

	private static final String ENABLED = "otel.javaagent.enabled";

	@AfterEach
	void clear() {
		System.clearProperty(ENABLED);
	}

	@Test
	void isRunningIfItWasStarted() {
		assertThat(JavaAgent.isRunning(JavaAgents.running())).isTrue();
	}

	@Test
	void isNotRunningIfItsJarIsOnlyOnTheClassPath() {
		assertThat(JavaAgent.isRunning(JavaAgents.onClassPathOnly())).isFalse();
	}

	@Test
	void isNotRunningWithoutIt() {
		assertThat(JavaAgent.isRunning(getClass().getClassLoader())).isFalse();
		assertThat(JavaAgent.isRunning(null)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "true,true", "TRUE,true", "'',true", "false,false" })
	void honorsTheSwitchOfTheAgent(String enabled, boolean running) {
		System.setProperty(ENABLED, enabled);
		assertThat(JavaAgent.isRunning(JavaAgents.running())).isEqualTo(running);
	}

}
