package io.github.observability.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The file that a service logs to, the same kind for all variants.
 */
record ServiceLog(Path file) {

	static ServiceLog create() throws IOException {
		return new ServiceLog(Files.createTempFile("greetings", ".log"));
	}

	ProcessBuilder.Redirect redirect() {
		return ProcessBuilder.Redirect.appendTo(this.file.toFile());
	}

	/**
	 * Forget what was written. The service appends, so it goes on at the start.
	 */
	void truncate() throws IOException {
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.WRITE)) {
			channel.truncate(0);
		}
	}

	/** Bytes written since the file was truncated. */
	long size() {
		return this.file.toFile().length();
	}

	/**
	 * A line written for a request.
	 */
	String greetingLine() throws IOException {
		try (var lines = Files.lines(this.file, StandardCharsets.ISO_8859_1)) {
			return lines.filter((line) -> line.contains("Greeting ")).findFirst().orElse("");
		}
	}

	/**
	 * What a service wrote that did not start, from the first error on.
	 */
	String failure() throws IOException {
		List<String> lines = Files.readAllLines(this.file, StandardCharsets.ISO_8859_1);
		String failure = lines.stream()
			.filter((line) -> line.contains("Exception") || line.contains("Error"))
			.limit(3)
			.collect(Collectors.joining(" | "));
		return failure.isEmpty() ? String.join(" | ", lines) : failure;
	}

	void delete() throws IOException {
		Files.deleteIfExists(this.file);
	}

}
