package io.github.observability.sample.support;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One line of a scrape.
 *
 * @param name full sample name, with suffixes such as {@code _bucket}
 * @param labels labels in the order written
 * @param value value
 * @param timestamp as written, milliseconds in Prometheus text and seconds in
 * OpenMetrics, or {@code null} if not given
 * @param exemplar exemplar, or {@code null} if there is none
 */
public record Sample(String name, Map<String, String> labels, double value, @Nullable Double timestamp,
		@Nullable Exemplar exemplar) {

	boolean matches(String sampleName, Map<String, String> wanted) {
		// An empty label is the same as none in Prometheus' data model.
		return this.name.equals(sampleName) && wanted.entrySet()
			.stream()
			.allMatch((label) -> this.labels.getOrDefault(label.getKey(), "").equals(label.getValue()));
	}

	/**
	 * The labels that tell metrics apart: without the given one and without empty ones.
	 */
	Map<String, String> identity(String except) {
		Map<String, String> identity = new LinkedHashMap<>(this.labels);
		identity.remove(except);
		identity.values().removeIf(String::isEmpty);
		return identity;
	}

	@Override
	public String toString() {
		return this.name + this.labels + " " + this.value;
	}

}
