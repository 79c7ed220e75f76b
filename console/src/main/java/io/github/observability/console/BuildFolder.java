package io.github.observability.console;

import java.io.File;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.system.ApplicationHome;

/**
 * Finds the folder that Maven or Gradle builds into, which a clean build empties.
 */
final class BuildFolder {

	private BuildFolder() {
	}

	/**
	 * Find the place of a file.
	 * @param name the name of the file
	 * @return its path, {@code null} if the application does not run from a build folder
	 */
	static @Nullable Path find(String name) {
		File folder = new ApplicationHome().getSource();
		while (folder != null) {
			if (folder.isDirectory() && (folder.getName().equals("target") || folder.getName().equals("build"))) {
				return folder.toPath().resolve(name);
			}
			folder = folder.getParentFile();
		}
		return null;
	}

}
