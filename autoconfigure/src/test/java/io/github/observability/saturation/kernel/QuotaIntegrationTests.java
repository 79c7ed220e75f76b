package io.github.observability.saturation.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.observability.saturation.Readings;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A process under a quota that the kernel enforces tells what the kernel tells of it.
 */
@Tag("alone")
class QuotaIntegrationTests {

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
				QuotaProbe.class.getName())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		BufferedReader output = this.process.inputReader();
		String[] told = String.valueOf(output.readLine()).split(" ", 5);
		double throttled = throttled(directory);
		assertThat(told).hasSize(5);
		assertThat(told[4]).isEqualTo("[]");
		assertThat(Double.parseDouble(told[0])).isPositive().isCloseTo(throttled, within(throttled * 0.05));
		// How long others kept it from running is not known, so the kernel's count
		// decides.
		double share = (throttled - Double.parseDouble(told[2])) / Double.parseDouble(told[3]);
		assertThat(Double.parseDouble(told[1])).isBetween(0.0, 1.0).isCloseTo(share, within(0.05));
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

	private static double throttled(Path directory) throws IOException {
		List<String> stat = Files.readAllLines(directory.resolve("cpu.stat"));
		for (String line : stat) {
			String[] fields = line.split(" ");
			if (fields[0].equals("throttled_usec")) {
				return Long.parseLong(fields[1]) / 1e6;
			}
			if (fields[0].equals("throttled_time")) {
				return Long.parseLong(fields[1]) / 1e9;
			}
		}
		throw new AssertionError("No time of throttling in " + stat);
	}

}
