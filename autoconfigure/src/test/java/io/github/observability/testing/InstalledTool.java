package io.github.observability.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A program of Prometheus' or Alertmanager's, where the machine has it.
 */
public final class InstalledTool {

	private static final int DEADLINE_SECONDS = 300;

	private final String name;

	public InstalledTool(String name) {
		this.name = name;
	}

	/**
	 * Run the program and expect it to be content. Without it the test is skipped.
	 * @param directory where to run it
	 * @param arguments its arguments
	 */
	public void passes(Path directory, String... arguments) throws IOException, InterruptedException {
		String output = run(directory, arguments);
		assertThat(output).as("%s %s", this.name, String.join(" ", arguments)).endsWith("exit code 0");
	}

	public String run(Path directory, String... arguments) throws IOException, InterruptedException {
		assumeTrue(isInstalled(), () -> this.name + " is not installed, what it would check is skipped");
		List<String> command = new ArrayList<>(List.of(this.name));
		command.addAll(List.of(arguments));
		// A file, for a full pipe would block both processes.
		Path output = Files.createTempFile(directory, "output", ".txt");
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		// It lives for seconds: to collect garbage is not worth the processors.
		builder.environment().put("GOGC", "800");
		Process process = builder.start();
		try {
			assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as("%s ends", this.name).isTrue();
			return Files.readString(output) + "exit code " + process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private boolean isInstalled() {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, this.name)));
	}

}
