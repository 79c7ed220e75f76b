package io.github.observability.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where things are below {@code benchmarks}.
 *
 * @param root the directory of the benchmarks
 * @param whole whether all is measured as it should be; anything less is kept apart and
 * never published
 */
record Layout(Path root, boolean whole) {

	Path target() {
		try {
			return Files.createDirectories(this.root.resolve(this.whole ? "target" : "target/trial"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path page() {
		return this.whole ? this.root.resolveSibling("docs").resolve("cost.md") : target().resolve("cost.md");
	}

	String agentJar() {
		return this.root.resolve("harness/target/opentelemetry-javaagent.jar").toString();
	}

	String variantClassPath(String variant) {
		return classPath(this.root.resolve("variants").resolve(variant));
	}

	String jmhClassPath() {
		Path module = this.root.resolve("jmh");
		return module.resolve("target/classes") + File.pathSeparator + classPath(module);
	}

	private static String classPath(Path module) {
		try {
			return Files.readString(module.resolve("target/classpath")).trim();
		}
		catch (IOException ex) {
			throw new IllegalStateException("'%s' is not built: use benchmarks/run".formatted(module), ex);
		}
	}

}
