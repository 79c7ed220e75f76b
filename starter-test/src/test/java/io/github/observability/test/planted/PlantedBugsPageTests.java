package io.github.observability.test.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page lists each bug with the assertion that finds it.
 */
class PlantedBugsPageTests {

	private static final Path PAGE = Path.of(System.getProperty("basedir", ""), "..", "docs", "testing.md");

	@Test
	void listsEachBug() throws IOException {
		StringBuilder table = new StringBuilder("| What is wrong | Found by |\n| --- | --- |\n");
		for (PlantedBug bug : PlantedBug.values()) {
			table.append("| ").append(bug.description()).append(" | `").append(bug.assertion()).append("` |\n");
		}
		assertThat(Files.readString(PAGE)).contains(table);
	}

}
