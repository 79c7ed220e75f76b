package io.github.observability.saturation.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.github.observability.saturation.Readings;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.saturation.SaturationMeter;
import io.github.observability.saturation.SaturationReadings;

/**
 * A process that is busy under a quota, tells what it has read of that, and then waits
 * until its input ends.
 */
public final class QuotaProbe {

	private QuotaProbe() {
	}

	/**
	 * Be busy.
	 * @param arguments none
	 * @throws IOException if the input fails
	 */
	public static void main(String[] arguments) throws IOException {
		KernelFiles files = new KernelFiles(Path.of("/"));
		CgroupSource source = new CgroupSource(files, new Cgroups(files), () -> 0);
		Set<String> said = new HashSet<>();
		SaturationReadings before = Readings.create(System.nanoTime(), said);
		source.read(before);
		long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		SaturationReadings readings = Readings.create(System.nanoTime(), said);
		source.read(readings);
		ResourceUse cpu = Readings.uses(readings).get("cpu");
		System.out.println(Readings.total(readings, SaturationMeter.CPU_THROTTLED) + " "
				+ ((cpu != null) ? cpu.saturation() : null) + " "
				+ Readings.total(before, SaturationMeter.CPU_THROTTLED) + " "
				+ (readings.nanos() - before.nanos()) / 1e9 + " " + said);
		System.out.flush();
		while (System.in.read() >= 0) {
			// Idle, so that nothing is throttled while the test reads.
			Thread.onSpinWait();
		}
	}

}
