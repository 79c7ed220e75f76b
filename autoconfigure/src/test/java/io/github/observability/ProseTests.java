package io.github.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Phrases that the documentation and the sources no longer use. They read translated, are
 * not American English, or are not the terms of the field.
 */
class ProseTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final List<Path> TEXTS = texts();

	@ParameterizedTest
	@ValueSource(strings = { "is told", "said once", "tells of", "has gone", "is no traffic", "are no traffic",
			"is no error", "unusual end", "utilis", "behaviour", "colour", "honour", "favour", "kilometre", "spelt",
			"stops the start", "made by hand", "whoever made", "is nowhere" })
	void doesNotComeBack(String phrase) {
		assertThat(TEXTS).isNotEmpty()
			.allSatisfy((file) -> assertThat(Files.readString(file).lines())
				.as(ROOT.relativize(file) + " uses '" + phrase + "'")
				.noneMatch((line) -> line.contains(phrase)));
	}

	private static List<Path> texts() {
		return Stream
			.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs", "autoconfigure/src/main", "console/src/main",
					"starter-test/src/main", "sample-app/src/main")
			.map(ROOT::resolve)
			.flatMap(ProseTests::files)
			.filter((file) -> file.toString().matches(".*\\.(md|java|json|yml)"))
			.toList();
	}

	private static Stream<Path> files(Path path) {
		try (Stream<Path> files = Files.walk(path)) {
			return files.filter(Files::isRegularFile).toList().stream();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
