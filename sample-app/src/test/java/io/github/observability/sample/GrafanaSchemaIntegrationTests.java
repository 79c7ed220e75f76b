package io.github.observability.sample;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The committed dashboards compile against Grafana's own types: each key exists, each
 * value is one of those that Grafana knows, nothing required is missing.
 */
class GrafanaSchemaIntegrationTests {

	/**
	 * With what they are checked, which is the version of Grafana in the stack or later.
	 */
	private static final String SCHEMA = "@grafana/schema@13.2.3";

	private static final String TYPESCRIPT = "typescript@5.9.3";

	private static final int DEADLINE_SECONDS = 240;

	private static final Path DASHBOARDS = Path.of("stack", "grafana", "dashboards");

	private static final Path MODULES = Path.of("target", "grafana-schema").toAbsolutePath();

	/**
	 * JSON has the values of enumerations, not their names; annotations also have what
	 * the plugin for Prometheus reads.
	 */
	private static final String TYPES = """
			import type { AnnotationQuery, Dashboard } from '@grafana/schema';
			import type { Spec } from '@grafana/schema/apis/dashboard.grafana.app/v2';
			type Json<T> = T extends string ? `${T}` : T extends number | boolean | null | undefined ? T
				: T extends Array<infer E> ? Json<E>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
			type Annotation = AnnotationQuery & { titleFormat: string; useValueForTime: string;
				target: { expr: string; interval: string } };
			type Classic = Json<Omit<Dashboard, 'annotations'> & { annotations: { list: Annotation[] } }>;
			type Resource = { apiVersion: 'dashboard.grafana.app/v2'; kind: 'Dashboard'; metadata: { name: string };
				spec: Json<Spec> };
			""";

	@TempDir
	private Path directory;

	@BeforeAll
	static void install() throws IOException, InterruptedException {
		assumeTrue(isInstalled("node") && isInstalled("npm"),
				"node and npm are not installed, Grafana's types are not checked");
		if (!Files.isDirectory(MODULES.resolve("node_modules").resolve("typescript"))) {
			Files.createDirectories(MODULES);
			String output = run(MODULES, List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts",
					"--prefix", MODULES.toString(), SCHEMA, TYPESCRIPT));
			assumeTrue(output.endsWith("exit code 0"),
					() -> "npm cannot install " + SCHEMA + ", Grafana's types are not checked: " + output);
		}
	}

	@Test
	void eachDashboardIsWhatGrafanaReads() throws IOException, InterruptedException {
		StringBuilder source = new StringBuilder(TYPES);
		int files = 0;
		try (Stream<Path> dashboards = Files.list(DASHBOARDS)) {
			for (Path file : dashboards.sorted().toList()) {
				boolean resource = file.toString().endsWith("-v2.json");
				source.append("export const dashboard%d: %s = %s;%n".formatted(files++,
						resource ? "Resource" : "Classic", Files.readString(file)));
			}
		}
		assertThat(files).isEqualTo(6);
		assertThat(compiled(source.toString())).isEqualTo("exit code 0");
	}

	/** Shows that the check finds something, which changes with {@code SCHEMA} only. */
	@Test
	@EnabledIfSystemProperty(named = "tests.full", matches = "true")
	void whatGrafanaDoesNotReadDoesNotCompile() throws IOException, InterruptedException {
		String dashboard = Files.readString(DASHBOARDS.resolve("fleet.json"));
		String key = dashboard.replaceFirst("\"gridPos\"", "\"gridPosition\"");
		String value = dashboard.replaceFirst("\"mode\" : \"absolute\"", "\"mode\" : \"relative\"");
		assertThat(compiled(
				TYPES + "export const key: Classic = " + key + ";\nexport const value: Classic = " + value + ";\n"))
			.contains("gridPosition", "relative")
			.doesNotEndWith("exit code 0");
	}

	private String compiled(String source) throws IOException, InterruptedException {
		Path file = Files.writeString(MODULES.resolve("dashboards.ts"), source);
		return run(this.directory,
				List.of("node", MODULES.resolve("node_modules/typescript/bin/tsc").toString(), "--noEmit", "--strict",
						"--skipLibCheck", "--module", "nodenext", "--moduleResolution", "nodenext", file.toString()));
	}

	private static String run(Path directory, List<String> command) throws IOException, InterruptedException {
		Path output = Files.createTempFile("grafana-schema", ".txt");
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as("%s ends", command.get(0)).isTrue();
			return Files.readString(output) + "exit code " + process.exitValue();
		}
		finally {
			process.destroyForcibly();
			Files.delete(output);
		}
	}

	private static boolean isInstalled(String program) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

}
