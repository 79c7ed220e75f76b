package io.github.observability.resource;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.logging.structured.ElasticCommonSchemaProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Which service this is, as its log lines have it.
 *
 * @param name the name, {@code null} if it has none
 * @param namespace the group of services that it belongs to, if it has one
 * @param version the version, if it is known
 * @param environment the environment that it runs in, if it is known
 * @param instanceId the id of this process
 */
record ServiceIdentity(@Nullable String name, @Nullable String namespace, @Nullable String version,
		@Nullable String environment, String instanceId) {

	/**
	 * Read the identity.
	 * @param environment the environment, which log lines take it from as well
	 * @param build what the build knows, for an application whose lines are not the
	 * starter's
	 * @return the identity
	 */
	static ServiceIdentity of(Environment environment, @Nullable BuildProperties build) {
		ElasticCommonSchemaProperties.Service service = ElasticCommonSchemaProperties.get(environment).service();
		String node = text(service.nodeName());
		return new ServiceIdentity(text(service.name(), (build != null) ? build.getArtifact() : null),
				text(environment.getProperty("spring.application.group")),
				text(service.version(), (build != null) ? build.getVersion() : null), text(service.environment()),
				(node != null) ? node : UUID.randomUUID().toString());
	}

	private static @Nullable String text(@Nullable String value, @Nullable String otherwise) {
		String text = text(value);
		return (text != null) ? text : text(otherwise);
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasText(value) ? value : null;
	}

}
