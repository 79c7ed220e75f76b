package io.github.observability.saturation;

import io.micrometer.common.docs.KeyName;

/**
 * Tags of saturation meters.
 */
public enum SaturationTag implements KeyName {

	/** What is limited, such as {@code tomcat.threads} or {@code jdbc.dataSource}. */
	RESOURCE("resource"),

	/** Whether {@code some} or all ({@code full}) of the work waited. */
	SHARE("share"),

	/** Whose work waited: that of the {@code cgroup} or of the whole {@code system}. */
	SCOPE("scope"),

	/** What happened to the memory of the cgroup, by the kernel's name. */
	EVENT("event"),

	/**
	 * Which end of the band of a forecast: {@code estimate}, {@code earliest},
	 * {@code latest}.
	 */
	BOUND("bound"),

	/** Why a virtual thread kept its carrier. */
	REASON("reason");

	private final String key;

	SaturationTag(String key) {
		this.key = key;
	}

	@Override
	public String asString() {
		return this.key;
	}

}
