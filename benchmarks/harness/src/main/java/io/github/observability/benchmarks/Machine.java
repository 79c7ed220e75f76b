package io.github.observability.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where it was measured.
 *
 * @param time when
 * @param cpu model of the processor
 * @param cores number of cores
 * @param java the Java version of harness and services
 * @param jdk the JDK, in full
 * @param os the operating system
 * @param loadAverage load average before the first round
 * @param load what sends the requests
 * @param jitKnown whether the CPU time of the JIT compiler is known and left out
 */
record Machine(String time, String cpu, int cores, int java, String jdk, String os, double loadAverage, String load,
		boolean jitKnown) {

	static Machine describe(Load load, Proc proc) {
		return new Machine(Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(), cpuModel(),
				Runtime.getRuntime().availableProcessors(), Runtime.version().feature(),
				System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
				System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
						+ System.getProperty("os.arch"),
				currentLoadAverage(), load.name(), proc.isAvailable());
	}

	static double currentLoadAverage() {
		return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
	}

	private static String cpuModel() {
		try {
			return Files.readAllLines(Path.of("/proc/cpuinfo"))
				.stream()
				.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse("unknown");
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

}
