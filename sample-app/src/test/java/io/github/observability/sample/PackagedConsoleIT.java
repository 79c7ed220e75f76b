package io.github.observability.sample;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console is for development: the sample depends on it, and its packaged jar has
 * nothing of it.
 */
class PackagedConsoleIT {

	@Test
	void leavesTheConsoleOut() throws IOException {
		try (JarFile jar = new JarFile(System.getProperty("rides.jar"))) {
			List<String> libraries = jar.stream()
				.map(JarEntry::getName)
				.filter((name) -> name.startsWith("BOOT-INF/lib/observability-"))
				.toList();
			assertThat(libraries).anyMatch((name) -> name.contains("autoconfigure"))
				.noneMatch((name) -> name.contains("console"));
			assertThat(jar.stream().map(JarEntry::getName)).noneMatch((name) -> name.contains("observability/console"));
		}
	}

}
