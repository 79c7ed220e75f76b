package io.github.observability.sample.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prometheus' own linter for the text format, where the machine has it. */
public final class Promtool {

	private static final int DEADLINE_SECONDS = 30;

	private Promtool() {
	}

	/**
	 * Whether {@code promtool} is on the path.
	 * @return {@code true} if it can be run
	 */
	public static boolean isInstalled() {
		String path = System.getenv().getOrDefault("PATH", "");
		return Arrays.stream(path.split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, "promtool")));
	}

	/**
	 * Runs {@code promtool check metrics}.
	 * @param scrapeText scrape in Prometheus text format 0.0.4
	 * @return what it has to say, nothing if it is content
	 */
	public static List<String> check(String scrapeText) {
		try {
			Path directory = Files.createTempDirectory("promtool");
			try {
				// Files, for a full pipe would block one of the two processes.
				return check(Files.writeString(directory.resolve("in"), scrapeText), directory.resolve("out"));
			}
			finally {
				Files.deleteIfExists(directory.resolve("in"));
				Files.deleteIfExists(directory.resolve("out"));
				Files.deleteIfExists(directory);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Runs {@code promtool check rules}.
	 * @param rules the file with the rules
	 * @return what it has to say, nothing if it is content
	 * @throws IOException if it cannot be run
	 */
	public static List<String> checkRules(Path rules) throws IOException {
		return run("check", "rules", rules.toString());
	}

	/**
	 * Runs {@code promtool} with arguments.
	 * @param arguments the arguments
	 * @return what it has to say, nothing if it is content
	 * @throws IOException if it cannot be run
	 */
	public static List<String> run(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("promtool"));
		command.addAll(List.of(arguments));
		Path output = Files.createTempFile("promtool", ".txt");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			int exitCode = awaitExit(process);
			return (exitCode == 0) ? List.of() : Files.readAllLines(output);
		}
		finally {
			Files.delete(output);
		}
	}

	private static List<String> check(Path input, Path output) throws IOException {
		Process process = new ProcessBuilder("promtool", "check", "metrics").redirectInput(input.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		int exitCode = awaitExit(process);
		List<String> lines = Files.readAllLines(output);
		return (lines.isEmpty() && exitCode != 0) ? List.of("exit code " + exitCode) : lines;
	}

	private static int awaitExit(Process process) {
		try {
			if (process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
				return process.exitValue();
			}
			throw new AssertionError("promtool did not end within " + DEADLINE_SECONDS + " s");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for promtool", ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
