package io.github.observability.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.observability.sample.support.Promtool;
import io.github.observability.sample.support.ReferenceKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The stack beside the sample fits together, as far as that shows without running it: no
 * container runs in a test.
 */
class StackTests {

	private static final Path STACK = Path.of("stack");

	private static final Path REFERENCES = Path.of("src", "test", "resources", "stack");

	@ParameterizedTest
	@CsvSource({ "tempo.yaml, tempo", "scale/tempo-object-storage.yaml, tempo", "loki.yaml, loki",
			"scale/loki-object-storage.yaml, loki", "collector.yaml, collector",
			"scale/collector-gateway.yaml, collector", "scale/collector-sampling.yaml, collector" })
	void namesOnlyKeysOfTheReference(String file, String reference) throws IOException {
		ReferenceKeys keys = ReferenceKeys.of(REFERENCES.resolve(reference + ".keys"));
		assertThat(keys.problems(ReferenceKeys.load(STACK.resolve(file)))).as(file).isEmpty();
	}

	@Test
	void aMisspeltKeyAndAWrongTypeAreFound() throws IOException {
		ReferenceKeys keys = ReferenceKeys.of(REFERENCES.resolve("tempo.keys"));
		assertThat(keys.problems(Map.of("server", Map.of("http_port", 1, "http_listen_port", "x"), "compactor",
				Map.of("compaction", Map.of("block_retention", "1h")))))
			.containsExactlyInAnyOrder("server.http_port does not exist", "server.http_listen_port is x, not a int",
					"compactor.compaction.block_retention does not exist");
	}

	@ParameterizedTest
	@CsvSource({ "collector.yaml", "scale/collector-gateway.yaml", "scale/collector-sampling.yaml" })
	void pipelinesUseComponentsThatAreConfigured(String file) throws IOException {
		Map<?, ?> collector = map(ReferenceKeys.load(STACK.resolve(file)));
		map(map(collector.get("service")).get("pipelines")).forEach((name, pipeline) -> {
			for (String kind : List.of("receivers", "processors", "exporters")) {
				assertThat((List<?>) map(pipeline).get(kind)).as(file + ": " + name + " " + kind)
					.isNotEmpty()
					.allMatch(map(collector.get(kind))::containsKey);
			}
			assertThat((List<?>) map(pipeline).get("processors")).first().isEqualTo("memory_limiter");
		});
	}

	@Test
	void prometheusAcceptsItsConfiguration() throws IOException {
		assumeTrue(Promtool.isInstalled(), "promtool is not installed, the configuration of Prometheus is not checked");
		assertThat(Promtool.run("check", "config", STACK.resolve("prometheus.yml").toString())).isEmpty();
		assertThat(Promtool.run("check", "rules", "--lint=all", "--lint-fatal",
				STACK.resolve("slo").resolve("slo-rules.yml").toString()))
			.isEmpty();
	}

	@Test
	void alertmanagerAcceptsItsConfiguration() throws IOException, InterruptedException {
		assumeTrue(isInstalled("amtool"), "amtool is not installed, the configuration of Alertmanager is not checked");
		Process process = new ProcessBuilder("amtool", "check-config",
				STACK.resolve("slo/slo-alertmanager.yml").toString())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
	}

	@Test
	void containersHavePinnedVersionsAndFilesThatExist() throws IOException {
		Map<?, ?> compose = map(ReferenceKeys.load(STACK.resolve("compose.yaml")));
		Map<?, ?> services = map(compose.get("services"));
		Set<?> volumes = map(compose.get("volumes")).keySet();
		assertThat(services.keySet().stream().map(Object::toString)).containsExactlyInAnyOrder("rides", "prometheus",
				"alertmanager", "grafana", "tempo", "loki", "collector");
		services.forEach((name, service) -> {
			assertThat(map(service).get("image").toString()).as("image of " + name)
				.matches("[a-z0-9/-]+:v?\\d[\\w.-]*");
			List<?> mounts = (List<?>) map(service).get("volumes");
			if (mounts != null) {
				mounts.forEach((mount) -> assertMounted(mount.toString(), volumes));
			}
			if (map(service).get("depends_on") instanceof List<?> others) {
				assertThat(others).allMatch(services::containsKey);
			}
		});
	}

	private static void assertMounted(String mount, Set<?> volumes) {
		String source = mount.split(":")[0];
		if (!source.startsWith(".")) {
			assertThat(volumes.contains(source)).as(mount).isTrue();
		}
		else if (!source.contains("/target/")) {
			assertThat(STACK.resolve(source)).as(mount).exists();
		}
	}

	@Test
	void grafanaHasTheDataSourcesThatDashboardsChoose() throws IOException {
		Map<?, ?> file = map(ReferenceKeys.load(STACK.resolve("grafana/provisioning/datasources/datasources.yaml")));
		List<String> uids = new ArrayList<>();
		((List<?>) file.get("datasources")).forEach((each) -> uids.add(map(each).get("uid").toString()));
		assertThat(uids).containsExactlyInAnyOrder("prometheus", "tempo", "loki");
		try (Stream<String> lines = Files.lines(STACK.resolve("grafana/provisioning/datasources/datasources.yaml"))) {
			assertThat(lines.filter((line) -> line.contains("datasourceUid:")).map((line) -> line.split(": ")[1]))
				.isNotEmpty()
				.allMatch(uids::contains);
		}
	}

	@Test
	void kubernetesRunsOneService() throws IOException {
		List<String> kinds = new ArrayList<>();
		for (Object document : new Yaml(new SafeConstructor(new LoaderOptions()))
			.loadAll(Files.readString(STACK.resolve("scale/kubernetes.yaml")))) {
			assertThat(map(document).keySet().stream().map(Object::toString)).contains("apiVersion", "kind", "metadata",
					"spec");
			assertThat(map(map(document).get("metadata")).get("name")).isEqualTo("rides");
			kinds.add(map(document).get("kind").toString());
		}
		assertThat(kinds).containsExactly("Deployment", "Service", "ServiceMonitor");
	}

	private static Map<?, ?> map(Object value) {
		assertThat(value).isInstanceOf(Map.class);
		return (Map<?, ?>) value;
	}

	private static boolean isInstalled(String program) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

}
