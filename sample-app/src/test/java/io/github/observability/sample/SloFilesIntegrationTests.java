package io.github.observability.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.observability.slo.SloFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The committed alert rules are those of the objectives in {@code application.yml}.
 */
class SloFilesIntegrationTests {

	private static final Path COMMITTED = Path.of("stack", "slo");

	@TempDir
	private static Path directory;

	@BeforeAll
	static void render() throws IOException {
		SloFiles.main("--output=" + (Boolean.getBoolean("slo.write") ? COMMITTED : directory));
	}

	@ParameterizedTest
	@ValueSource(strings = { "slo-rules.yml", "slo-rules.test.yml", "slo-openslo.yml", "slo-alertmanager.yml" })
	void isUpToDate(String file) {
		if (!Boolean.getBoolean("slo.write")) {
			assertThat(COMMITTED.resolve(file))
				.as("rewrite it with: mvn test -pl sample-app -am -Dtest=SloFilesIntegrationTests -Dslo.write=true "
						+ "-Dsurefire.failIfNoSpecifiedTests=false")
				.hasSameTextualContentAs(directory.resolve(file));
		}
	}

	@Test
	void holdsNothingElse() throws IOException {
		try (var files = Files.list(COMMITTED)) {
			assertThat(files).hasSize(4);
		}
	}

}
