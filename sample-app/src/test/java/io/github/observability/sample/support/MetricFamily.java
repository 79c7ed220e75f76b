package io.github.observability.sample.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Samples that share a name, a type and a description.
 *
 * @param name family name
 * @param type type as written, or the format's word for none if it was not declared
 * @param help description, or an empty string if it was not declared
 * @param unit unit, or an empty string if it was not declared
 * @param samples samples in the order written
 */
public record MetricFamily(String name, String type, String help, String unit, List<Sample> samples) {

	/** The samples of each metric, where the given label distinguishes samples only. */
	Map<Map<String, String>, List<Sample>> metrics(String sampleLabel) {
		return this.samples.stream()
			.collect(Collectors.groupingBy((sample) -> sample.identity(sampleLabel), LinkedHashMap::new,
					Collectors.toList()));
	}

	List<Sample> samplesWithSuffix(String suffix) {
		return this.samples.stream().filter((sample) -> sample.name().equals(this.name + suffix)).toList();
	}

	AssertionError refusal(String problem) {
		return new AssertionError("%s '%s': %s".formatted(this.type, this.name, problem));
	}

}
