package io.github.observability.resource;

import io.github.observability.DefinedMeter;
import io.github.observability.MeterDefinition;

/**
 * Meters about the service itself.
 */
public enum ResourceMeter implements DefinedMeter {

	/** Says which version an instance runs. */
	APPLICATION_INFO(MeterDefinition.gauge("application.info", "Version and build of this service; always 1",
			ResourceTag.NAME, ResourceTag.NAMESPACE, ResourceTag.VERSION, ResourceTag.ENVIRONMENT, ResourceTag.COMMIT,
			ResourceTag.JAVA, ResourceTag.BOOT));

	private final MeterDefinition definition;

	ResourceMeter(MeterDefinition definition) {
		this.definition = definition;
	}

	@Override
	public MeterDefinition definition() {
		return this.definition;
	}

}
