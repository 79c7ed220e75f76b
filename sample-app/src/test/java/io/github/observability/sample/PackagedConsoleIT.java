package io.github.observability.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

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

	/** Such a jar is missing from "spring-boot:run" as well, where the console is for. */
	@Test
	void isNoDevelopmentToolToTheMavenPlugin() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("..", "console", "target"))) {
			Path console = files.filter((file) -> file.toString().matches(".*console-[^-]+(-SNAPSHOT)?\\.jar"))
				.findFirst()
				.orElseThrow();
			try (JarFile jar = new JarFile(console.toFile())) {
				assertThat(jar.getManifest().getMainAttributes().getValue("Spring-Boot-Jar-Type")).isNull();
			}
		}
	}

}
