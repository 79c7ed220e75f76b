package io.github.observability.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads CPU times from {@code /proc}. Where that is missing the times of a process
 * include its JIT compiler, and what else runs on the machine is unknown.
 */
final class Proc {

	private static final Path ROOT = Path.of("/proc");

	private final boolean available = Files.isReadable(ROOT.resolve("self/stat"));

	private final long nanosPerTick = Duration.ofSeconds(1).toNanos() / ticksPerSecond();

	boolean isAvailable() {
		return this.available;
	}

	CpuTime cpuTime(ProcessHandle process) {
		if (!this.available) {
			return new CpuTime(process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos(), 0, 0, 0);
		}
		Path directory = ROOT.resolve(Long.toString(process.pid()));
		try {
			ProcStat total = ProcStat.parse(Files.readString(directory.resolve("stat")));
			List<ProcStat> threads = threads(directory.resolve("task"));
			return new CpuTime(total.ticks() * this.nanosPerTick, nanos(threads, ProcStat::isJitCompiler),
					nanos(threads, ProcStat::isProfiler), total.systemTicks() * this.nanosPerTick);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private long nanos(List<ProcStat> threads, Predicate<ProcStat> asked) {
		return threads.stream().filter(asked).mapToLong(ProcStat::ticks).sum() * this.nanosPerTick;
	}

	private static List<ProcStat> threads(Path tasks) throws IOException {
		List<ProcStat> stats = new ArrayList<>();
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
			for (Path thread : threads) {
				try {
					stats.add(ProcStat.parse(Files.readString(thread.resolve("stat"))));
				}
				catch (IOException ex) {
					// The thread has ended, before or while the file is read.
				}
			}
		}
		return stats;
	}

	/**
	 * CPU time that the harness has used, with the load generators it has waited for.
	 */
	long ownNanos() {
		ProcStat self = ProcStat.parse(read("self/stat"));
		return (self.ticks() + self.childTicks()) * this.nanosPerTick;
	}

	/**
	 * CPU time that the whole machine has used.
	 */
	long machineNanos() {
		return busyTicks(read("stat").lines().findFirst().orElse("")) * this.nanosPerTick;
	}

	/**
	 * Ticks in which the machine was neither idle nor waiting for a disk.
	 * @param line the first line of {@code /proc/stat}
	 */
	static long busyTicks(String line) {
		long[] fields = Arrays.stream(line.trim().split(" +")).skip(1).mapToLong(Long::parseLong).toArray();
		long idle = fields[3] + fields[4];
		return Arrays.stream(fields).limit(8).sum() - idle;
	}

	private String read(String file) {
		try {
			return Files.readString(ROOT.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static long ticksPerSecond() {
		try {
			return Long.parseLong(Commands.output("getconf", "CLK_TCK").trim());
		}
		catch (IllegalStateException | NumberFormatException ex) {
			return 100;
		}
	}

}
