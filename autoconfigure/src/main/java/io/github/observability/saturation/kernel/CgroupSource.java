package io.github.observability.saturation.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import io.github.observability.saturation.SaturationMeter;
import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import io.github.observability.saturation.SaturationTag;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Reads the CPU and memory of the process's cgroups: usage relative to quota and limit,
 * time throttled by the quota, and how often memory reached a limit.
 *
 * @see <a href=
 * "https://docs.kernel.org/admin-guide/cgroup-v2.html">docs.kernel.org/admin-guide/cgroup-v2</a>
 */
final class CgroupSource implements SaturationSource {

	private static final String CPU = "cpu";

	private static final String MEMORY = "memory";

	/** Cgroup v1 represents "no limit" as the largest number of pages. */
	private static final long NO_LIMIT = 1L << 60;

	private static final List<String> EVENTS = List.of("low", "high", "max", "oom", "oom_kill");

	private final KernelFiles files;

	private final Cgroups cgroups;

	/** CPU time that the process has used, in nanoseconds. */
	private final LongSupplier processCpu;

	private final Map<String, MonotonicCounter> throttledBy = new HashMap<>();

	private long throttled;

	private final Map<String, MonotonicCounter> events = new HashMap<>();

	private @Nullable CpuReading cpuBefore;

	private @Nullable ThrottledReading throttledBefore;

	CgroupSource(KernelFiles files, Cgroups cgroups, LongSupplier processCpu) {
		this.files = files;
		this.cgroups = cgroups;
		this.processCpu = processCpu;
	}

	@Override
	public void read(SaturationReadings readings) {
		this.cgroups.refresh(readings);
		Cgroups.Hierarchy cpu = this.cgroups.of(CPU);
		if (cpu != null) {
			readThrottled(cpu, readings);
		}
		readCpu(cpu, readings);
		Cgroups.Hierarchy memory = this.cgroups.of(MEMORY);
		if (memory != null) {
			readMemory(memory, readings);
			readEvents(memory, readings);
		}
	}

	/** A cgroup counts only the throttling caused by its own quota. */
	private void readThrottled(Cgroups.Hierarchy cpu, SaturationReadings readings) {
		boolean first = this.throttledBy.isEmpty();
		boolean found = false;
		this.throttledBy.keySet().retainAll(cpu.directories());
		for (String directory : cpu.directories()) {
			String file = directory + "/cpu.stat";
			String stat = this.files.read(file, readings);
			if (stat == null) {
				continue;
			}
			long nanos = throttled(stat, cpu.second());
			if (nanos >= 0) {
				found = true;
				long rise = this.throttledBy.computeIfAbsent(directory, (path) -> new MonotonicCounter(first))
					.advance(nanos, directory);
				this.throttled = Math.max(this.throttled, this.throttled + rise);
			}
			else if (!cpu.second() || stat.isBlank() || stat.contains("throttled_usec")) {
				// A cgroup v2 without the CPU controller has no such line.
				readings.unreadable(file, "no time of throttling in it");
			}
		}
		ThrottledReading before = this.throttledBefore;
		this.throttledBefore = null;
		if (found) {
			readings.total(SaturationMeter.CPU_THROTTLED, this.throttled / 1e9);
			this.throttledBefore = new ThrottledReading(readings.nanos(), this.throttled);
			if (before != null) {
				readings.use(CPU, null,
						SaturationReadings.ratio(this.throttled - before.total(), readings.nanos() - before.at()),
						null);
			}
		}
	}

	private static long throttled(String stat, boolean second) {
		long time = KernelFiles.field(stat, second ? "throttled_usec" : "throttled_time");
		return (second && time >= 0) ? nanos(time) : time;
	}

	/** Converts microseconds to nanoseconds; an overflow is no number. */
	private static long nanos(long micros) {
		return (micros <= Long.MAX_VALUE / 1000) ? micros * 1000 : KernelFiles.NO_NUMBER;
	}

	/** Computes the share of the quota from two readings of the same cgroup. */
	private void readCpu(Cgroups.@Nullable Hierarchy cpu, SaturationReadings readings) {
		CpuReading before = this.cpuBefore;
		CpuReading now = (cpu != null) ? cpu(cpu, readings) : null;
		this.cpuBefore = now;
		if (before != null && now != null && before.origin().equals(now.origin())) {
			readings.use(CPU, now.used() - before.used(), now.cores() * (now.at() - before.at()));
		}
	}

	private @Nullable CpuReading cpu(Cgroups.Hierarchy cpu, SaturationReadings readings) {
		double cores = Double.POSITIVE_INFINITY;
		int tightest = -1;
		for (int i = 0; i < cpu.directories().size(); i++) {
			double quota = quota(cpu.directories().get(i), cpu.second(), readings);
			if (quota < cores) {
				cores = quota;
				tightest = i;
			}
		}
		return (tightest < 0) ? null : used(cpu, tightest, cores, readings);
	}

	/** Returns the cores that a cgroup may use, infinite if it has no quota. */
	private double quota(String directory, boolean second, SaturationReadings readings) {
		String file = directory + (second ? "/cpu.max" : "/cpu.cfs_quota_us");
		String text = this.files.read(file, readings);
		if (text == null) {
			return Double.POSITIVE_INFINITY;
		}
		String[] fields = text.strip().split(" ");
		if (fields[0].equals("max") || fields[0].equals("-1")) {
			return Double.POSITIVE_INFINITY;
		}
		String periodText = second ? ((fields.length > 1) ? fields[1] : "")
				: this.files.read(directory + "/cpu.cfs_period_us", readings);
		long quota = KernelFiles.number(fields[0]);
		long period = (periodText != null) ? KernelFiles.number(periodText) : KernelFiles.NO_NUMBER;
		if (quota < 0 || period < 0) {
			readings.unreadable(file, "no quota and period in it");
		}
		return (quota > 0 && period > 0) ? (double) quota / period : Double.POSITIVE_INFINITY;
	}

	private @Nullable CpuReading used(Cgroups.Hierarchy cpu, int level, double cores, SaturationReadings readings) {
		if (cpu.second()) {
			String file = cpu.directories().get(level) + "/cpu.stat";
			String stat = this.files.read(file, readings);
			if (stat == null) {
				return null;
			}
			long used = KernelFiles.field(stat, "usage_usec");
			if (used < 0 || nanos(used) < 0) {
				readings.unreadable(file, "no usage in it");
				return null;
			}
			return new CpuReading(file, readings.nanos(), nanos(used), cores);
		}
		Cgroups.Hierarchy accounts = this.cgroups.of("cpuacct");
		if (accounts == null || accounts.second() || !accounts.path().equals(cpu.path())) {
			// Accounting covers other processes, so only the process's own time is known.
			return new CpuReading(cpu.directories().get(level), readings.nanos(), this.processCpu.getAsLong(), cores);
		}
		String file = accounts.directories().get(level) + "/cpuacct.usage";
		String text = this.files.read(file, readings);
		long used = (text != null) ? KernelFiles.number(text) : KernelFiles.NO_NUMBER;
		if (text != null && used < 0) {
			readings.unreadable(file, "no usage in it");
		}
		return (used >= 0) ? new CpuReading(file, readings.nanos(), used, cores) : null;
	}

	/** Reports the fullest of several limits, because it is the one that is hit first. */
	private void readMemory(Cgroups.Hierarchy memory, SaturationReadings readings) {
		Double fullest = null;
		for (String directory : memory.directories()) {
			Double ratio = memory(directory, memory.second(), readings);
			if (ratio != null && (fullest == null || ratio > fullest)) {
				fullest = ratio;
			}
		}
		readings.use(MEMORY, fullest, null, null);
	}

	private @Nullable Double memory(String directory, boolean second, SaturationReadings readings) {
		String file = directory + (second ? "/memory.max" : "/memory.limit_in_bytes");
		String limitText = this.files.read(file, readings);
		if (limitText == null || limitText.strip().equals("max") || limitText.strip().equals("-1")) {
			return null;
		}
		long limit = KernelFiles.number(limitText);
		if (limit < 0) {
			readings.unreadable(file, "no limit in it");
		}
		if (limit <= 0 || limit >= NO_LIMIT) {
			return null;
		}
		String usedFile = directory + (second ? "/memory.current" : "/memory.usage_in_bytes");
		String usedText = this.files.read(usedFile, readings);
		long used = (usedText != null) ? KernelFiles.number(usedText) : KernelFiles.NO_NUMBER;
		if (used < 0) {
			if (usedText != null) {
				readings.unreadable(usedFile, "no usage in it");
			}
			return null;
		}
		// The kernel reclaims inactive file pages before an allocation has to wait.
		String stat = this.files.read(directory + "/memory.stat", readings);
		long given = (stat != null) ? KernelFiles.field(stat, second ? "inactive_file" : "total_inactive_file") : 0;
		return SaturationReadings.ratio(Math.max(0, used - Math.max(0, given)), limit);
	}

	private void readEvents(Cgroups.Hierarchy memory, SaturationReadings readings) {
		String own = memory.own();
		if (memory.second()) {
			String text = this.files.read(own + "/memory.events", readings);
			if (text != null) {
				for (String event : EVENTS) {
					event(event, KernelFiles.field(text, event), own, readings);
				}
				if (KernelFiles.field(text, "max") < 0) {
					readings.unreadable(own + "/memory.events", "no events in it");
				}
			}
			return;
		}
		String failures = this.files.read(own + "/memory.failcnt", readings);
		if (failures != null) {
			event("max", KernelFiles.number(failures), own, readings);
		}
		String control = this.files.read(own + "/memory.oom_control", readings);
		if (control != null) {
			event("oom_kill", KernelFiles.field(control, "oom_kill"), own, readings);
		}
	}

	private void event(String event, long count, String own, SaturationReadings readings) {
		if (count < 0) {
			return;
		}
		MonotonicCounter events = this.events.computeIfAbsent(event, (name) -> new MonotonicCounter(true));
		events.advance(count, own);
		readings.total(SaturationMeter.MEMORY_EVENTS, Tags.of(SaturationTag.EVENT.asString(), event), events.total());
		if (event.equals("oom_kill")) {
			readings.use(MEMORY, null, null, events.total());
		}
	}

	private record CpuReading(String origin, long at, long used, double cores) {

	}

	private record ThrottledReading(long at, long total) {

	}

}
