package io.github.observability.incidents;

import org.jspecify.annotations.Nullable;

/**
 * Receives changes that only the application knows. A bean of this type is always there
 * while incidents are on. Reporting is cheap and never fails.
 */
public interface ChangeReporter {

	/**
	 * Report that a feature flag was switched.
	 * @param name the name of the flag
	 * @param before its value before, {@code null} if unknown
	 * @param after its value now
	 */
	void featureFlag(String name, @Nullable Object before, Object after);

	/**
	 * Report any other change.
	 * @param type the type
	 * @param name what changed
	 * @param before the value before, {@code null} if unknown
	 * @param after the value now, {@code null} if unknown
	 */
	void change(ChangeType type, String name, @Nullable Object before, @Nullable Object after);

}
