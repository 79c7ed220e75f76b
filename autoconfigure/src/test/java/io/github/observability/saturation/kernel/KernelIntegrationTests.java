package io.github.observability.saturation.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.observability.saturation.Readings;
import io.github.observability.saturation.SaturationMeter;
import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The files of the machine that the tests run on: what is read is what the shell reads
 * just before and just after.
 */
@Tag("alone")
@Tag("jdk")
class KernelIntegrationTests {

	private final KernelFiles files = new KernelFiles(Path.of("/"));

	private final Cgroups cgroups = new Cgroups(this.files);

	private final Set<String> said = new HashSet<>();

	private long nanos = 1;

	@BeforeEach
	void needsLinux() {
		assumeThat(Files.exists(Path.of("/proc/self/cgroup"))).as("a Linux kernel with cgroups").isTrue();
	}

	@Test
	void readsPressureAsTheShellDoes() throws Exception {
		assumeThat(Files.exists(Path.of("/proc/pressure/cpu"))).as("a kernel with pressure stall information").isTrue();
		String command = "sed -n 's/^some.*total=//p' /proc/pressure/cpu";
		PressureSource source = new PressureSource(this.files, new Cgroups(new KernelFiles(Path.of("/nowhere"))));
		long before = shell(command);
		read(source);
		long between = shell(command);
		SaturationReadings second = read(source);
		long after = shell(command);
		Double seconds = Readings.total(second, SaturationMeter.STALLED, "resource", "cpu", "share", "some", "scope",
				"system");
		assertThat(seconds).isBetween(0.0, (after - before) / 1e6);
		assertThat(between).isBetween(before, after);
	}

	@Test
	void readsRetransmitsAndOverflowsAsTheShellDoes() throws Exception {
		assumeThat(Files.exists(Path.of("/proc/self/net/netstat"))).as("a kernel with counts of TCP").isTrue();
		String retransmits = "awk '/^Tcp:/ { if (n) { print $n; exit } for (i = 1; i <= NF; i++)"
				+ " if ($i == \"RetransSegs\") n = i }' /proc/net/snmp";
		String overflows = "awk '/^TcpExt:/ { if (n) { print $n; exit } for (i = 1; i <= NF; i++)"
				+ " if ($i == \"ListenOverflows\") n = i }' /proc/net/netstat";
		NetworkSource source = new NetworkSource(this.files);
		long retransmitsBefore = shell(retransmits);
		long overflowsBefore = shell(overflows);
		read(source);
		SaturationReadings second = read(source);
		assertThat(Readings.total(second, SaturationMeter.TCP_RETRANSMITS)).isBetween(0.0,
				(double) shell(retransmits) - retransmitsBefore);
		assertThat(Readings.total(second, SaturationMeter.LISTEN_OVERFLOWS)).isBetween(0.0,
				(double) shell(overflows) - overflowsBefore);
		assertThat(this.said).isEmpty();
	}

	@Test
	void readsTheRunQueueAsTheShellDoes() throws Exception {
		assumeThat(Files.exists(Path.of("/proc/self/schedstat"))).as("a kernel with schedstat").isTrue();
		String command = "cat /proc/" + ProcessHandle.current().pid()
				+ "/task/*/schedstat 2>/dev/null | awk '{ sum += $2 } END { printf \"%.0f\\n\", sum }'";
		RunQueueSource source = new RunQueueSource(this.files);
		// As many passes as there may be threads that wait for their turn.
		long before = shell(command);
		SaturationReadings readings = read(source);
		for (int i = 0; i < 20; i++) {
			readings = read(source);
		}
		long after = shell(command);
		// A thread may end between two readings, with what it has waited.
		assertThat(Readings.total(readings, SaturationMeter.RUN_QUEUE_WAIT)).isBetween(before * 0.8 / 1e9,
				after * 1.2 / 1e9 + 0.1);
	}

	@Test
	void readsTheCgroupAsTheShellDoes() throws Exception {
		CgroupSource source = new CgroupSource(this.files, this.cgroups, () -> 0);
		SaturationReadings readings = read(source);
		Cgroups.Hierarchy cpu = this.cgroups.of("cpu");
		assumeThat(cpu).as("a cgroup with the controller cpu").isNotNull();
		long own = 0;
		for (String directory : cpu.directories()) {
			own += shell("cat " + directory + "/cpu.stat 2>/dev/null"
					+ " | awk '/^throttled_(time|usec) / { sum += $2 } END { printf \"%.0f\\n\", sum }'");
		}
		Double throttled = Readings.total(readings, SaturationMeter.CPU_THROTTLED);
		assertThat((throttled != null) ? throttled : 0).isBetween(0.0, own / (cpu.second() ? 1e6 : 1e9) + 0.001);
		assertThat(this.said).isEmpty();
	}

	@Test
	void readsMemoryAsTheShellDoes() throws Exception {
		SaturationReadings readings = read(new CgroupSource(this.files, this.cgroups, () -> 0));
		Cgroups.Hierarchy memory = this.cgroups.of("memory");
		assumeThat(memory).as("a cgroup with the controller memory").isNotNull();
		String limit = memory.own() + (memory.second() ? "/memory.max" : "/memory.limit_in_bytes");
		String events = memory.own() + (memory.second() ? "/memory.events" : "/memory.oom_control");
		assumeThat(Files.exists(Path.of(limit)) && Files.exists(Path.of(events))).as("a limit of memory").isTrue();
		assertThat(Readings.total(readings, SaturationMeter.MEMORY_EVENTS, "event", "oom_kill"))
			.isEqualTo(shell("awk '/^oom_kill / { print $2 }' " + events));
		Double ratio = Readings.utilization(readings, "memory");
		assertThat(ratio == null || (ratio >= 0 && ratio <= 1)).isTrue();
	}

	private SaturationReadings read(SaturationSource source) {
		this.nanos += TimeUnit.SECONDS.toNanos(1);
		SaturationReadings readings = Readings.create(this.nanos, this.said);
		source.read(readings);
		return readings;
	}

	private static long shell(String command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(List.of("sh", "-c", command)).redirectErrorStream(true).start();
		String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		process.waitFor();
		return Long.parseLong(text);
	}

}
