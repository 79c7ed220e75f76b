package io.github.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Source files of the modules that run in applications.
 */
final class Sources {

	private static final List<String> MAIN = List.of("autoconfigure", "console", "starter-test");

	private static final List<String> TEST = List.of("autoconfigure", "console", "console-tests", "starter-test");

	private Sources() {
	}

	static List<Path> main() throws IOException {
		return sources(MAIN, "main");
	}

	static List<Path> test() throws IOException {
		return sources(TEST, "test");
	}

	private static List<Path> sources(List<String> modules, String set) throws IOException {
		List<Path> sources = new ArrayList<>();
		for (String module : modules) {
			try (Stream<Path> files = Files.walk(Path.of("..", module, "src", set, "java"))) {
				files.filter((file) -> file.toString().endsWith(".java")).forEach(sources::add);
			}
		}
		return sources;
	}

}
