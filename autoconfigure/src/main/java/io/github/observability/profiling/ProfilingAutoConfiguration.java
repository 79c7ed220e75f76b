package io.github.observability.profiling;

import io.github.observability.ConditionalOnFeature;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for profiles.
 */
@AutoConfiguration
@ConditionalOnFeature("observability.profiling.enabled")
@EnableConfigurationProperties(ProfilingProperties.class)
public final class ProfilingAutoConfiguration {

	ProfilingAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(ProfileEndpoint.class)
	@Conditional(OnProfileEndpointCondition.class)
	static class EndpointConfiguration {

		@Bean
		Profiles profiles(ResourceLoader resources) {
			return new Profiles(new Profilers(new TemporaryFolder(), resources.getClassLoader()));
		}

		@Bean
		ProfileEndpoint profileEndpoint(Profiles profiles) {
			return new ProfileEndpoint(profiles);
		}

		@Bean
		@ConditionalOnAvailableEndpoint(endpoint = ProfileEndpoint.class, exposure = EndpointExposure.WEB)
		ProfileWebExtension profileWebExtension(Profiles profiles) {
			return new ProfileWebExtension(profiles);
		}

	}

}
