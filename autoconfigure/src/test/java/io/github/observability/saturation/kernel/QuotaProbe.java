package io.github.observability.saturation.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.github.observability.saturation.Readings;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.saturation.SaturationMeter;
import io.github.observability.saturation.SaturationReadings;

/**
 * A process that is busy under a quota and tells what it has read of that, each reading
 * between two of what the kernel says. As a throttled process is late for everything, a
 * comparison with what somebody else reads later would depend on how late.
 */
public final class QuotaProbe {

	private QuotaProbe() {
	}

	/**
	 * Be busy.
	 * @param arguments the file in which the kernel counts how long the process was
	 * throttled
	 * @throws IOException if that cannot be read
	 */
	public static void main(String[] arguments) throws IOException {
		Path stat = Path.of(arguments[0]);
		KernelFiles files = new KernelFiles(Path.of("/"));
		CgroupSource source = new CgroupSource(files, new Cgroups(files), () -> 0);
		Set<String> said = new HashSet<>();
		double earliest = throttled(stat);
		SaturationReadings before = Readings.create(System.nanoTime(), said);
		source.read(before);
		double early = throttled(stat);
		long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		double late = throttled(stat);
		SaturationReadings readings = Readings.create(System.nanoTime(), said);
		source.read(readings);
		double latest = throttled(stat);
		double seconds = (readings.nanos() - before.nanos()) / 1e9;
		ResourceUse cpu = Readings.uses(readings).get("cpu");
		System.out.println("late=" + late);
		System.out.println("throttled=" + Readings.total(readings, SaturationMeter.CPU_THROTTLED));
		System.out.println("latest=" + latest);
		System.out.println("least=" + (late - early) / seconds);
		System.out.println("saturation=" + ((cpu != null) ? cpu.saturation() : null));
		System.out.println("most=" + (latest - earliest) / seconds);
		System.out.println("said=" + said);
	}

	/** Seconds, by the kernel's file of either version. */
	private static double throttled(Path stat) throws IOException {
		for (String line : Files.readAllLines(stat)) {
			String[] fields = line.split(" ");
			if (fields[0].equals("throttled_usec")) {
				return Long.parseLong(fields[1]) / 1e6;
			}
			if (fields[0].equals("throttled_time")) {
				return Long.parseLong(fields[1]) / 1e9;
			}
		}
		throw new IOException("No time of throttling in " + stat);
	}

}
