package io.github.observability.profiling;

import java.nio.file.Path;

import io.github.observability.ConditionalOnFeature;
import io.github.observability.tracing.evidence.SlowTraceEvidenceListener;
import io.micrometer.tracing.otel.bridge.EventListener;
import io.opentelemetry.sdk.trace.ReadableSpan;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
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
	@ConditionalOnFeature(value = "observability.profiling.continuous.enabled", matchIfMissing = false)
	static class ContinuousConfiguration {

		@Bean
		ContinuousProfiler continuousProfiler(ProfilingProperties properties, Environment environment,
				ObjectProvider<SlowTraceProfiles> slowTraces, ObjectProvider<ContinuousProfiling.Reduction> reduction) {
			String version = environment.getProperty("spring.application.version", "");
			String file = properties.continuous().stateFile();
			return new ContinuousProfiler(new TemporaryFolder(),
					new VersionFile((file != null) ? Path.of(file) : null, version), version,
					slowTraces.getIfAvailable(), reduction.getIfAvailable(() -> () -> false));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ EventListener.class, ReadableSpan.class })
	@ConditionalOnFeature(value = "observability.profiling.continuous.enabled", matchIfMissing = false)
	static class SlowTraceConfiguration {

		@Bean
		@ConditionalOnFeature("observability.profiling.continuous.slow-traces")
		ThreadTimes threadTimes() {
			return new ThreadTimes();
		}

		@Bean
		@ConditionalOnFeature("observability.profiling.continuous.slow-traces")
		SlowTraceProfiles slowTraceProfiles(ThreadTimes threads, ObjectProvider<SlowTraceEvidenceListener> listeners) {
			return new SlowTraceProfiles(threads, listeners.orderedStream().toList());
		}

	}

	/**
	 * A class of its own, as a condition that stands beside the one on the endpoint would
	 * be asked first, also where nobody asks for the endpoint.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnAvailableEndpoint(ProfileEndpoint.class)
	static class AvailableConfiguration {

		@Configuration(proxyBeanMethods = false)
		@Conditional(OnProfileEndpointCondition.class)
		static class EndpointConfiguration {

			@Bean
			Profiles profiles(ResourceLoader resources, ObjectProvider<ContinuousProfiler> continuous) {
				return new Profiles(new Profilers(new TemporaryFolder(), resources.getClassLoader()),
						continuous.getIfAvailable());
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

}
