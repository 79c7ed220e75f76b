package io.github.observability.console;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of structure that reviews would otherwise have to watch.
 */
class ConsoleArchitectureTests {

	private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "observability", "console");

	private static final Pattern USES_ITS_PARENT = Pattern
		.compile("import io\\.github\\.observability\\.console\\.[A-Z]");

	private static final int MOST_FILES = 35;

	@Test
	void recordingKnowsNothingOfHowItIsServed() throws IOException {
		List<Path> wrong = new ArrayList<>();
		for (Path file : files(SOURCES.resolve("recording"))) {
			if (USES_ITS_PARENT.matcher(Files.readString(file)).find()) {
				wrong.add(file);
			}
		}
		assertThat(wrong).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "recording" })
	void aPackageIsSmallEnoughToBeReadAtOnce(String name) throws IOException {
		assertThat(files(SOURCES.resolve(name))).hasSizeBetween(1, MOST_FILES);
	}

	private static List<Path> files(Path directory) throws IOException {
		List<Path> files = new ArrayList<>();
		try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.java")) {
			found.forEach(files::add);
		}
		return files;
	}

}
