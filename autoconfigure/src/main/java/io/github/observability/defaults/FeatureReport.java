package io.github.observability.defaults;

import java.util.List;

/**
 * Whether a feature is on, and why.
 *
 * @param on whether anything of the feature is on
 * @param parts what the feature consists of
 */
record FeatureReport(boolean on, List<Part> parts) {

	/**
	 * A part of a feature.
	 *
	 * @param name name of the part
	 * @param on whether it is on
	 * @param reason why it is on or not
	 */
	record Part(String name, boolean on, String reason) {
	}

}
