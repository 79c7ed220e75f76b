package io.github.observability.resource;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.resources.Resource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what a service says about itself
 * in its spans and in the gauge {@code application.info}.
 */
@AutoConfiguration(afterName = BootNames.PROJECT_INFO)
@ConditionalOnFeature("observability.resource.enabled")
@EnableConfigurationProperties(ResourceProperties.class)
public final class ResourceAutoConfiguration {

	ResourceAutoConfiguration() {
	}

	@Bean
	ServiceIdentity serviceIdentity(Environment environment, ObjectProvider<BuildProperties> build) {
		return ServiceIdentity.of(environment, build.getIfAvailable());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class MeterConfiguration {

		@Bean
		ApplicationInfo applicationInfoMeter(ServiceIdentity serviceIdentity, ObjectProvider<GitProperties> git) {
			GitProperties properties = git.getIfAvailable();
			return new ApplicationInfo(serviceIdentity, (properties != null) ? properties.getShortCommitId() : null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Resource.class)
	static class SpanConfiguration {

		@Bean
		static ResourceAttributes resourceAttributes(ObjectProvider<ServiceIdentity> serviceIdentity) {
			return new ResourceAttributes(BootNames.OPENTELEMETRY_RESOURCE_BEAN, serviceIdentity);
		}

	}

}
