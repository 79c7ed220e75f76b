package io.github.observability.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where things are below {@code benchmarks}.
 */
record Layout(Path root) {

	Path target() {
		try {
			return Files.createDirectories(this.root.resolve("target"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path page(boolean quick) {
		return quick ? target().resolve("cost.md") : this.root.resolveSibling("docs").resolve("cost.md");
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
