package io.github.observability.saturation.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.observability.saturation.Readings;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A process under a quota that the kernel enforces tells what the kernel tells of it.
 */
@Tag("alone")
class QuotaIntegrationTests {

	private static final double ROUNDING = 1e-6;

	private @Nullable Path cgroup;

	private @Nullable Process process;

	@AfterEach
	void cleanUp() throws Exception {
		if (this.process != null) {
			this.process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
		}
		if (this.cgroup != null) {
			Path directory = this.cgroup;
			// The kernel takes a moment to notice that the last process has gone.
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.ignoreExceptions()
				.until(() -> Files.deleteIfExists(directory) || !Files.exists(directory));
		}
	}

	@Test
	void tellsForHowLongTheQuotaKeptItFromRunning() throws Exception {
		Path directory = limited();
		assumeThat(directory).as("a cgroup file system in which a CPU quota can be set").isNotNull();
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		this.process = new ProcessBuilder("sh", "-c",
				"echo $$ > '" + directory.resolve("cgroup.procs") + "' && exec \"$@\"", "sh", java,
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				QuotaProbe.class.getName(), directory.resolve("cpu.stat").toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		Map<String, String> told = this.process.inputReader()
			.lines()
			.map((line) -> line.split("=", 2))
			.collect(Collectors.toMap((field) -> field[0], (field) -> field[1]));
		assertThat(told).containsEntry("said", "[]");
		assertThat(number(told, "throttled")).isPositive()
			.isBetween(number(told, "late") - ROUNDING, number(told, "latest") + ROUNDING);
		// How long others kept it from running is not known, so the kernel's count
		// decides.
		assertThat(number(told, "saturation")).isPositive()
			.isBetween(Math.min(1, number(told, "least")) - ROUNDING, Math.min(1, number(told, "most")) + ROUNDING);
	}

	private static double number(Map<String, String> told, String name) {
		return Double.parseDouble(told.get(name));
	}

	/**
	 * Make a cgroup with a fifth of a core beside or below the own one.
	 */
	private @Nullable Path limited() {
		KernelFiles files = new KernelFiles(Path.of("/"));
		Cgroups cgroups = new Cgroups(files);
		cgroups.refresh(Readings.create(0, new HashSet<>()));
		Cgroups.Hierarchy cpu = cgroups.of("cpu");
		if (cpu == null) {
			return null;
		}
		Path directory = Path.of(cpu.own(), "observability-quota-" + ProcessHandle.current().pid());
		try {
			Files.createDirectory(directory);
			this.cgroup = directory;
			if (cpu.second()) {
				Files.writeString(directory.resolve("cpu.max"), "20000 100000");
			}
			else {
				Files.writeString(directory.resolve("cpu.cfs_period_us"), "100000");
				Files.writeString(directory.resolve("cpu.cfs_quota_us"), "20000");
			}
			return directory;
		}
		catch (IOException ex) {
			return null;
		}
	}

}
