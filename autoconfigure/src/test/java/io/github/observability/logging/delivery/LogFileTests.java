package io.github.observability.logging.delivery;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class LogFileTests {

	@TempDir
	private Path directory;

	@Test
	void appendsToWhatIsThere() throws IOException {
		Path file = Files.writeString(this.directory.resolve("app.log"), "first\n");
		try (LogFile log = new LogFile(file.toFile(), true)) {
			write(log, "second\n");
			log.write('x');
			assertThat(Files.readString(file)).isEqualTo("first\nsecond\nx");
		}
	}

	@Test
	void writesAFileAnewIfItMayNotAppend() throws IOException {
		Path file = Files.writeString(this.directory.resolve("app.log"), "first\n");
		try (LogFile log = new LogFile(file.toFile(), false)) {
			write(log, "second\n");
		}
		assertThat(Files.readString(file)).isEqualTo("second\n");
	}

	@Test
	void goesOnWhereAThreadIsInterrupted() throws IOException {
		Path file = this.directory.resolve("app.log");
		try (LogFile log = new LogFile(file.toFile(), true)) {
			Thread.currentThread().interrupt();
			write(log, "first\n");
			assertThat(Thread.interrupted()).isTrue();
			write(log, "second\n");
		}
		assertThat(Files.readString(file)).isEqualTo("first\nsecond\n");
	}

	@Test
	@EnabledIf("hasFullDevice")
	void reportsWhatADiskDoesNotTake() throws IOException {
		try (LogFile log = new LogFile(new File("/dev/full"), true)) {
			for (int i = 0; i < 3; i++) {
				assertThatIOException().isThrownBy(() -> write(log, "lost\n"));
			}
		}
	}

	static boolean hasFullDevice() {
		return Files.exists(Path.of("/dev/full")) && !Files.isRegularFile(Path.of("/dev/full"));
	}

	private static void write(LogFile log, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		log.write(bytes, 0, bytes.length);
	}

}
