package io.github.observability.profiling.pyroscope;

import io.github.observability.ConditionalOnFeature;
import io.pyroscope.javaagent.PyroscopeAgent;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for Pyroscope's agent.
 */
@AutoConfiguration
@ConditionalOnClass(PyroscopeAgent.class)
@ConditionalOnFeature(value = "observability.profiling.pyroscope.enabled", matchIfMissing = false)
@EnableConfigurationProperties(PyroscopeProperties.class)
public final class PyroscopeAutoConfiguration {

	PyroscopeAutoConfiguration() {
	}

	@Bean
	@ConditionalOnFeature("observability.profiling.enabled")
	PyroscopeAgentStarter pyroscopeAgentStarter(Environment environment, PyroscopeProperties properties) {
		return new PyroscopeAgentStarter(new PyroscopeSettings(environment, properties));
	}

}
