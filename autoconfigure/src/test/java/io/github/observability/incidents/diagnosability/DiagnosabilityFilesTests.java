package io.github.observability.incidents.diagnosability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DiagnosabilityFiles}.
 */
class DiagnosabilityFilesTests {

	@TempDir
	private Path directory;

	private String meters(String... names) throws IOException {
		Path file = this.directory.resolve("meters.json");
		Files.writeString(file,
				List.of(names)
					.stream()
					.map((name) -> "{\"name\":\"" + name + "\",\"kind\":\"counter\"}")
					.collect(Collectors.joining(",", "{\"meters\":[", "]}")));
		return "--meters=" + file;
	}

	private void write(String... arguments) {
		DiagnosabilityFiles.main(arguments);
	}

	@Test
	void writesTheReportOfTheMeters() throws IOException {
		Path output = this.directory.resolve("reports/diagnosability");
		write(meters("http.server.requests", "observability.saturation", "jdbc.connections.max", "jvm.gc.pause"),
				"--output=" + output, "--observability.incidents.diagnosability.signals.price-age=prices.age",
				"--observability.incidents.diagnosability.faults.stale-prices.signals.price-age=rises");
		JsonNode json = JsonMapper.shared().readTree(Files.readString(output.resolve("diagnosability.json")));
		assertThat(json.path("faults").valueStream().map((fault) -> fault.path("name").asString()).toList())
			.contains("slow-database", "stale-prices")
			.hasSize(14);
		assertThat(json.path("signals")
			.valueStream()
			.filter((signal) -> signal.path("recorded").asBoolean())
			.map((signal) -> signal.path("name").asString())
			.toList()).containsExactly("requests-traffic", "requests-errors", "requests-latency", "connection-pool",
					"heap", "garbage-collection", "new-exception", "pool-resized");
		assertThat(output.resolve("diagnosability.md")).content()
			.contains("| stale-prices | nothing | price-age rises |")
			.contains("- failing-dependency and broken-region: no signal of the table tells them apart")
			.containsPattern("- slow-dependency and lock: told apart by .*client-latency.*blocked-threads")
			.contains("- price-age: Record the meter 'prices.age'.")
			.contains("- feature-flag: Report each switch through the bean ChangeReporter.");
		String first = Files.readString(output.resolve("diagnosability.md"));
		write(meters("http.server.requests", "observability.saturation", "jdbc.connections.max", "jvm.gc.pause"),
				"--output=" + output, "--observability.incidents.diagnosability.signals.price-age=prices.age",
				"--observability.incidents.diagnosability.faults.stale-prices.signals.price-age=rises");
		assertThat(output.resolve("diagnosability.md")).content().isEqualTo(first);
	}

	@Test
	void followsTheNamesThatTheApplicationRecords() throws IOException {
		write(meters("http.server.request.duration"), "--output=" + this.directory,
				"--management.observations.conventions=opentelemetry");
		assertThat(this.directory.resolve("diagnosability.md")).content()
			.contains("| lock | requests-latency rises | blocked-threads rises |");
	}

	@Test
	void saysWhatIsWrong() throws IOException {
		assertThatIllegalArgumentException().isThrownBy(() -> write("--output=" + this.directory))
			.withMessage("'--meters=' must name the file with the meters of the application; save what "
					+ "/actuator/dashboards/meters of the running application answers");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> write("--meters=" + this.directory.resolve("absent.json")))
			.withMessageContaining("absent.json' cannot be read as JSON");
		Path broken = this.directory.resolve("broken.json");
		for (String text : List.of("{", "", "[]", "{\"meters\":1}")) {
			Files.writeString(broken, text);
			assertThatIllegalArgumentException().isThrownBy(() -> write("--meters=" + broken))
				.withMessageContaining("broken.json' ")
				.withMessageContaining("/actuator/dashboards/meters");
		}
		String meters = meters("http.server.requests");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> write(meters, "--observability.incidents.diagnosability.signals.heap=heap.used"))
			.withMessageStartingWith("'observability.incidents.diagnosability.signals.heap' has the name of a signal");
		assertThatIllegalArgumentException().isThrownBy(() -> write(meters, "--output=" + broken))
			.withMessageStartingWith("'--output=' must name a directory that can be written");
	}

}
