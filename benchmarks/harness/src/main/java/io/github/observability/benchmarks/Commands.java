package io.github.observability.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Runs short commands.
 */
final class Commands {

	private Commands() {
	}

	/**
	 * Run a command to its end.
	 * @param command the command and its arguments
	 * @return what it wrote
	 * @throws IllegalStateException if it is not installed or fails
	 */
	static String output(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("'%s' failed: %s".formatted(String.join(" ", command), output));
			}
			return output;
		}
		catch (IOException ex) {
			throw new IllegalStateException("'%s' cannot be run".formatted(command[0]), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static boolean isInstalled(String... command) {
		try {
			new ProcessBuilder(command).redirectErrorStream(true).start().destroy();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
