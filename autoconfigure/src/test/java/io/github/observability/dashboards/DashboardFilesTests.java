package io.github.observability.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DashboardFilesTests {

	@TempDir
	private Path directory;

	private String meters = "";

	private String config = "";

	@BeforeEach
	void record() throws IOException {
		this.meters = "--meters=" + Files.writeString(this.directory.resolve("meters.json"), """
				{ "meters": [ { "name": "jvm.memory.used", "metric": "jvm_memory_used_bytes", "kind": "gauge",
				                "labels": { "area": "area" } } ] }
				""");
		this.config = "--spring.config.location="
				+ Files.writeString(this.directory.resolve("application.yml"), "spring.application.name: shop\n");
	}

	@Test
	void writesEachDashboardInBothForms() throws IOException {
		Path output = this.directory.resolve("a").resolve("b");
		DashboardFiles.main(this.config, this.meters, "--output=" + output);
		try (Stream<Path> files = Files.list(output)) {
			assertThat(files.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder("service.json",
					"service-v2.json", "fleet.json", "fleet-v2.json");
		}
		assertThat(Files.readString(output.resolve("service.json"))).contains("shop / Service", "jvm_memory_used_bytes")
			.doesNotContain("\r");
	}

	@Test
	void asksForTheMeters() {
		assertThatIllegalArgumentException().isThrownBy(() -> DashboardFiles.main(this.config))
			.withMessageContaining("'--meters=' must name the file with the meters");
	}

	@Test
	void namesAFileThatIsMissingOrHoldsSomethingElse() throws IOException {
		assertThatIllegalArgumentException().isThrownBy(() -> DashboardFiles.main(this.config, "--meters=missing.json"))
			.withMessageContaining("'missing.json' cannot be read as JSON; save what /actuator/dashboards/meters");
		Path text = Files.writeString(this.directory.resolve("text"), "not JSON");
		assertThatIllegalArgumentException().isThrownBy(() -> DashboardFiles.main(this.config, "--meters=" + text))
			.withMessageContaining("cannot be read as JSON");
		Path other = Files.writeString(this.directory.resolve("other"), "{}");
		assertThatIllegalArgumentException().isThrownBy(() -> DashboardFiles.main(this.config, "--meters=" + other))
			.withMessageContaining("has no list of meters");
	}

	@Test
	void namesADirectoryThatCannotBeWritten() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DashboardFiles.main(this.config, this.meters, "--output=" + file.resolve("below")))
			.withMessageStartingWith("'--output=' must name a directory that can be written, but '")
			.withMessageNotContaining("\n");
	}

	@Test
	void namesAnUnknownDataSource() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DashboardFiles.main(this.config, this.meters,
					"--observability.dashboards.data-sources.trace=tempo"))
			.withMessage("'observability.dashboards.data-sources.trace' is not a data source: use one of metrics, "
					+ "traces, logs, profiles");
	}

}
