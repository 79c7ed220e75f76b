package io.github.observability.resource;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.resources.ResourceBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Adds to the resource of all spans what Boot leaves out. What the user set, as a
 * property or in {@code OTEL_RESOURCE_ATTRIBUTES}, stays, and so does a resource that the
 * application declares itself.
 */
final class ResourceAttributes implements BeanPostProcessor {

	private static final String SERVICE_NAME = "service.name";

	/** What Boot calls a service that nobody named. */
	private static final String UNNAMED = "unknown_service";

	private static final String DISTRIBUTION = "observability-spring-boot-starter";

	private final String beanName;

	private final ObjectProvider<ServiceIdentity> service;

	/**
	 * Create a post-processor.
	 * @param beanName the name of Boot's bean
	 * @param service the service
	 */
	ResourceAttributes(String beanName, ObjectProvider<ServiceIdentity> service) {
		this.beanName = beanName;
		this.service = service;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof Resource resource && this.beanName.equals(beanName))
				? complete(resource, this.service.getObject()) : bean;
	}

	private static Resource complete(Resource resource, ServiceIdentity service) {
		AttributesBuilder attributes = Attributes.builder();
		put(attributes, "telemetry.distro.name", DISTRIBUTION);
		put(attributes, "telemetry.distro.version", ResourceAttributes.class.getPackage().getImplementationVersion());
		put(attributes, "service.namespace", service.namespace());
		put(attributes, "service.version", service.version());
		put(attributes, "service.instance.id", service.instanceId());
		put(attributes, "deployment.environment.name", service.environment());
		ResourceBuilder completed = Resource.create(attributes.build()).merge(resource).toBuilder();
		boolean unnamed = resource.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.anyMatch((entry) -> entry.getKey().getKey().equals(SERVICE_NAME) && entry.getValue().equals(UNNAMED));
		String name = service.name();
		if (unnamed && name != null) {
			completed.put(SERVICE_NAME, name);
		}
		return completed.build();
	}

	private static void put(AttributesBuilder attributes, String key, @Nullable String value) {
		if (value != null) {
			attributes.put(key, value);
		}
	}

}
