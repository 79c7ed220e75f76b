package io.github.observability.sample.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an application answered to one scrape.
 *
 * @param families families in the order written
 */
public record Scrape(List<MetricFamily> families) {

	/**
	 * The only sample that has the name and at least the labels.
	 * @param sampleName full sample name
	 * @param labelPairs alternating label names and values
	 * @return its value
	 */
	public double value(String sampleName, String... labelPairs) {
		List<Sample> found = samples(sampleName, labelPairs);
		if (found.size() == 1) {
			return found.get(0).value();
		}
		throw new AssertionError("%d samples match %s%s, candidates:\n\t%s".formatted(found.size(), sampleName,
				pairs(labelPairs), candidates(sampleName)));
	}

	/**
	 * Sum over all samples that have the name and at least the labels.
	 * @param sampleName full sample name
	 * @param labelPairs alternating label names and values
	 * @return the sum, zero if there is no such sample yet
	 */
	public double sum(String sampleName, String... labelPairs) {
		return samples(sampleName, labelPairs).stream().mapToDouble(Sample::value).sum();
	}

	/**
	 * All samples that have the name and at least the labels.
	 * @param sampleName full sample name
	 * @param labelPairs alternating label names and values
	 * @return the samples in the order written
	 */
	public List<Sample> samples(String sampleName, String... labelPairs) {
		Map<String, String> wanted = pairs(labelPairs);
		return samples().filter((sample) -> sample.matches(sampleName, wanted)).toList();
	}

	/**
	 * Exemplars of all samples that have the name and at least the labels.
	 * @param sampleName full sample name
	 * @param labelPairs alternating label names and values
	 * @return the exemplars in the order written
	 */
	public List<Exemplar> exemplars(String sampleName, String... labelPairs) {
		return samples(sampleName, labelPairs).stream().map(Sample::exemplar).filter(Objects::nonNull).toList();
	}

	/**
	 * Family by its name as the format writes it: with {@code _total} in Prometheus text,
	 * without in OpenMetrics.
	 * @param name family name
	 * @return the family
	 */
	public MetricFamily family(String name) {
		return this.families.stream()
			.filter((family) -> family.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No family '%s' among %s".formatted(name,
					this.families.stream().map(MetricFamily::name).toList())));
	}

	/**
	 * Names of the families whose description is missing or blank.
	 * @return the names in the order written
	 */
	public List<String> familiesWithoutHelp() {
		return this.families.stream().filter((family) -> family.help().isBlank()).map(MetricFamily::name).toList();
	}

	private Stream<Sample> samples() {
		return this.families.stream().flatMap((family) -> family.samples().stream());
	}

	private String candidates(String sampleName) {
		List<Sample> sameName = samples(sampleName);
		if (!sameName.isEmpty()) {
			return sameName.stream().map(Sample::toString).collect(Collectors.joining("\n\t"));
		}
		String firstWord = sampleName.split("_", 2)[0];
		return samples().map(Sample::name)
			.filter((name) -> name.startsWith(firstWord))
			.distinct()
			.collect(Collectors.joining("\n\t"));
	}

	private static Map<String, String> pairs(String... labelPairs) {
		if (labelPairs.length % 2 != 0) {
			throw new IllegalArgumentException("Label without value: " + labelPairs[labelPairs.length - 1]);
		}
		Map<String, String> pairs = new HashMap<>();
		for (int i = 0; i < labelPairs.length; i += 2) {
			pairs.put(labelPairs[i], labelPairs[i + 1]);
		}
		return pairs;
	}

}
