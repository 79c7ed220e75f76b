package io.github.observability.resource;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of {@link ResourceMeter}.
 */
enum ResourceTag implements KeyName {

	/** Name of the service. */
	NAME("name"),

	/** Group of services. */
	NAMESPACE("namespace"),

	/** Version of the service. */
	VERSION("version"),

	/** Environment of the service. */
	ENVIRONMENT("environment"),

	/** Commit that it was built from. */
	COMMIT("commit"),

	/** Version of Java. */
	JAVA("java"),

	/** Version of Spring Boot. */
	BOOT("boot");

	private final String key;

	ResourceTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
