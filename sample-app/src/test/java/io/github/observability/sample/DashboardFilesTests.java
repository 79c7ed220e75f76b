package io.github.observability.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.observability.dashboards.DashboardFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The committed dashboards are those of the committed meters and of
 * {@code application.yml}.
 */
class DashboardFilesTests {

	static final Path METERS = Path.of("stack", "grafana", "meters.json");

	private static final Path COMMITTED = Path.of("stack", "grafana", "dashboards");

	@TempDir
	private static Path directory;

	@BeforeAll
	static void render() {
		DashboardFiles.main("--meters=" + METERS,
				"--output=" + (Boolean.getBoolean("dashboards.write") ? COMMITTED : directory));
	}

	@ParameterizedTest
	@ValueSource(strings = { "service", "business", "fleet" })
	void isUpToDate(String name) {
		for (String file : new String[] { name + ".json", name + "-v2.json" }) {
			if (!Boolean.getBoolean("dashboards.write")) {
				assertThat(COMMITTED.resolve(file))
					.as("rewrite it with: mvn test -pl sample-app -am -Dtest='Dashboard*Tests' -Ddashboards.write=true "
							+ "-Dsurefire.failIfNoSpecifiedTests=false")
					.hasSameTextualContentAs(directory.resolve(file));
			}
		}
	}

	@Test
	void holdsNothingElse() throws IOException {
		try (Stream<Path> files = Files.list(COMMITTED)) {
			assertThat(files).hasSize(6);
		}
	}

}
