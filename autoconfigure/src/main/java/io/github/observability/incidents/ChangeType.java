package io.github.observability.incidents;

import java.util.Locale;

/**
 * Types of changes that an incident may follow.
 */
public enum ChangeType {

	/** The application has started. */
	START("start", 0.6),

	/** The application has started with another version. */
	DEPLOY("deploy", 1),

	/** The configuration was refreshed. */
	CONFIGURATION("configuration refresh", 1),

	/** A feature flag was switched. */
	FEATURE_FLAG("feature flag", 1),

	/** A pool was resized. */
	POOL_RESIZED("pool resized", 1),

	/** A dependency has another version. */
	DEPENDENCY_VERSION("version of a dependency", 0.9),

	/** An exception class was seen for the first time. */
	NEW_EXCEPTION("new exception", 0.35),

	/** A log pattern was seen for the first time. */
	NEW_LOG_PATTERN("new log pattern", 0.3),

	/** Lines of a log pattern came much faster than before. */
	LOG_RATE_JUMPED("more log lines", 0.25),

	/** A contributor of the application's health went down or came back. */
	HEALTH("health", 0.6),

	/** The availability of the application has changed. */
	AVAILABILITY("availability", 0.1),

	/** Anything else that the application reports. */
	OTHER("change", 0.9);

	private final String description;

	private final double weight;

	ChangeType(String description, double weight) {
		this.description = description;
		this.weight = weight;
	}

	/**
	 * Return words for a reader.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return the value of the tag of meters.
	 */
	String tag() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether it is a first sign in the code rather than a cause. There may be many.
	 */
	boolean isNews() {
		return this == NEW_EXCEPTION || this == NEW_LOG_PATTERN || this == LOG_RATE_JUMPED;
	}

	/**
	 * Whether it is noticed some time after it happened, so that it may follow its
	 * effect.
	 */
	boolean isLate() {
		return isNews() || this == HEALTH;
	}

	/**
	 * Return how likely a change of this type causes an incident soon after it, compared
	 * with a deployment.
	 */
	double weight() {
		return this.weight;
	}

}
