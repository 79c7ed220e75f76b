package io.github.observability.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Files that a test compares with. They lie among the sources, where an update is seen by
 * version control.
 */
final class TestFiles {

	/** The system property that lets a test write its files instead of comparing. */
	static final String UPDATE = "observability.test.update";

	private final Class<?> testClass;

	private final String method;

	TestFiles(Class<?> testClass, String method) {
		this.testClass = testClass;
		this.method = method;
	}

	static boolean isUpdate() {
		return Boolean.getBoolean(UPDATE);
	}

	/**
	 * Return the resources of the tests. Maven and Gradle run tests in the directory of
	 * their module.
	 */
	static Path resources() {
		return Path.of(System.getProperty("basedir", ""), "src", "test", "resources");
	}

	String methodName() {
		return this.method;
	}

	/**
	 * Return the file of a golden trace, in the package of the test.
	 */
	Path golden(String name) {
		Path folder = resources().resolve(this.testClass.getPackageName().replace('.', '/'));
		String outermost = this.testClass.getName().substring(this.testClass.getPackageName().length() + 1);
		return folder.resolve(outermost.replace('$', '.') + "-" + name + ".trace");
	}

	static @Nullable String read(Path file) {
		try {
			return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n") : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void write(Path file, String text) {
		try {
			Path folder = file.toAbsolutePath().getParent();
			if (folder != null) {
				Files.createDirectories(folder);
			}
			Files.writeString(file, text, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
