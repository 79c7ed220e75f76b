package io.github.observability.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Raw results as JSON, from which the page is rendered.
 */
final class Store {

	private static final String RESULTS = "results.json";

	private final JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private final Layout layout;

	Store(Layout layout) {
		this.layout = layout;
	}

	void write(Results results) {
		this.json.writeValue(this.layout.target().resolve(RESULTS).toFile(), results);
	}

	void write(Profile profile) {
		this.json.writeValue(profileFile(profile.variant()).toFile(), profile);
	}

	Optional<Results> results() {
		return read(this.layout.target().resolve(RESULTS), Results.class);
	}

	Optional<Profile> profile(String variant) {
		return read(profileFile(variant), Profile.class);
	}

	/**
	 * Forget what another run measured.
	 */
	void clear() throws IOException {
		Files.deleteIfExists(this.layout.target().resolve(RESULTS));
	}

	private Path profileFile(String variant) {
		return this.layout.target().resolve("profile-" + variant + ".json");
	}

	private <T> Optional<T> read(Path file, Class<T> type) {
		return Files.exists(file) ? Optional.of(this.json.readValue(file.toFile(), type)) : Optional.empty();
	}

}
