package io.github.observability.sample.support;

import java.util.List;
import java.util.Map;

/**
 * The types of a format.
 *
 * @param untyped type of a family that declares none
 * @param suffixesByType suffixes that the samples of a type may have
 */
record Dialect(String untyped, Map<String, List<String>> suffixesByType) {

	boolean knows(String type) {
		return this.suffixesByType.containsKey(type);
	}

	List<String> suffixes(String type) {
		return this.suffixesByType.getOrDefault(type, List.of());
	}

}
