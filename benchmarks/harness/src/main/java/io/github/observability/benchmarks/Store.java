package io.github.observability.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Raw results as JSON, from which the page is rendered.
 */
final class Store {

	private static final String RESULTS = "results-java-";

	private static final String PROFILING = "profiling-java-";

	private final JsonMapper json = JsonMapper.builder()
		.enable(SerializationFeature.INDENT_OUTPUT)
		// Results of before a figure was measured.
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	private final Layout layout;

	Store(Layout layout) {
		this.layout = layout;
	}

	void write(Results results) {
		this.json.writeValue(resultsFile(results.machine().java()).toFile(), results);
	}

	void write(Profile profile) {
		this.json.writeValue(profileFile(profile.variant()).toFile(), profile);
	}

	void write(ProfilingCost cost) {
		this.json.writeValue(profilingFile(cost.machine().java()).toFile(), cost);
	}

	/**
	 * Return what was measured with the running version of Java.
	 */
	Optional<Results> results() {
		return read(resultsFile(Runtime.version().feature()), Results.class);
	}

	/**
	 * Return what was measured with each version of Java, the oldest first.
	 */
	List<Results> allResults() throws IOException {
		try (Stream<Path> files = Files.list(this.layout.target())) {
			return files.filter((file) -> file.getFileName().toString().startsWith(RESULTS))
				.map((file) -> this.json.readValue(file.toFile(), Results.class))
				.sorted(Comparator.comparingInt((results) -> results.machine().java()))
				.toList();
		}
	}

	Optional<ProfilingCost> profilingCost(int java) {
		return read(profilingFile(java), ProfilingCost.class);
	}

	Optional<Profile> profile(String variant) {
		return read(profileFile(variant), Profile.class);
	}

	/**
	 * Forget what another run measured with the running version of Java.
	 */
	void clear() throws IOException {
		Files.deleteIfExists(resultsFile(Runtime.version().feature()));
	}

	private Path resultsFile(int java) {
		return this.layout.target().resolve(RESULTS + java + ".json");
	}

	private Path profilingFile(int java) {
		return this.layout.target().resolve(PROFILING + java + ".json");
	}

	private Path profileFile(String variant) {
		return this.layout.target().resolve("profile-" + variant + ".json");
	}

	private <T> Optional<T> read(Path file, Class<T> type) {
		return Files.exists(file) ? Optional.of(this.json.readValue(file.toFile(), type)) : Optional.empty();
	}

}
