package io.github.observability.sample;

import java.nio.file.Path;

import io.github.observability.incidents.diagnosability.DiagnosabilityFiles;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The committed report on faults and signals is that of the committed meters and of
 * {@code application.yml}.
 */
class DiagnosabilityFilesTests {

	private static final Path COMMITTED = Path.of("stack", "diagnosability");

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "diagnosability.json", "diagnosability.md" })
	void isUpToDate(String file) {
		boolean write = Boolean.getBoolean("dashboards.write");
		DiagnosabilityFiles.main("--meters=" + DashboardFilesTests.METERS,
				"--output=" + (write ? COMMITTED : this.directory));
		if (!write) {
			assertThat(COMMITTED.resolve(file))
				.as("rewrite it with: mvn test -pl sample-app -am -Dtest=DiagnosabilityFilesTests "
						+ "-Ddashboards.write=true -Dsurefire.failIfNoSpecifiedTests=false")
				.hasSameTextualContentAs(this.directory.resolve(file));
		}
	}

}
