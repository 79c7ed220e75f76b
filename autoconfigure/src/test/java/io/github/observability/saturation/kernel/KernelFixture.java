package io.github.observability.saturation.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import io.github.observability.saturation.Readings;
import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;

import org.springframework.util.FileSystemUtils;

/**
 * A file system with files of a kernel, as machines and containers have them.
 */
final class KernelFixture {

	static final long SECOND = 1_000_000_000L;

	private final Path root;

	private final Set<String> said = new HashSet<>();

	private long nanos = 5 * SECOND;

	KernelFixture(Path root) {
		this.root = root;
	}

	/**
	 * A container with cgroups of the second version and a name space of its own.
	 */
	static KernelFixture v2(Path root) {
		return new KernelFixture(root).put("/proc/self/cgroup", "0::/\n")
			.put("/proc/self/mountinfo",
					"1541 1532 0:27 / /sys/fs/cgroup ro,nosuid,nodev,noexec,relatime - cgroup2 cgroup rw,nsdelegate\n")
			.put("/sys/fs/cgroup/cpu.max", "150000 100000\n")
			.put("/sys/fs/cgroup/cpu.stat",
					"usage_usec 2000000\nuser_usec 1500000\nsystem_usec 500000\nnr_periods 50\nnr_throttled 10\n"
							+ "throttled_usec 250000\nnr_bursts 0\nburst_usec 0\n")
			.put("/sys/fs/cgroup/memory.max", "1000000\n")
			.put("/sys/fs/cgroup/memory.current", "700000\n")
			.put("/sys/fs/cgroup/memory.stat", "anon 400000\nfile 300000\ninactive_file 200000\nactive_file 100000\n")
			.put("/sys/fs/cgroup/memory.events", "low 0\nhigh 3\nmax 7\noom 1\noom_kill 1\noom_group_kill 0\n");
	}

	/**
	 * A service of systemd's with cgroups of the second version: the slice above it has a
	 * quota of its own.
	 */
	static KernelFixture v2Slice(Path root) {
		return new KernelFixture(root).put("/proc/self/cgroup", "0::/rides.slice/rides.service\n")
			.put("/proc/self/mountinfo", "25 30 0:23 / /sys/fs/cgroup rw,relatime shared:4 - cgroup2 cgroup2 rw\n")
			.put("/sys/fs/cgroup/cpu.stat", "usage_usec 900000000\nuser_usec 1\nsystem_usec 1\n")
			.put("/sys/fs/cgroup/rides.slice/cpu.max", "50000 100000\n")
			.put("/sys/fs/cgroup/rides.slice/cpu.stat", "usage_usec 1000000\nthrottled_usec 500000\n")
			.put("/sys/fs/cgroup/rides.slice/memory.max", "1000\n")
			.put("/sys/fs/cgroup/rides.slice/memory.current", "900\n")
			.put("/sys/fs/cgroup/rides.slice/rides.service/cpu.max", "max 100000\n")
			.put("/sys/fs/cgroup/rides.slice/rides.service/cpu.stat", "usage_usec 600000\nthrottled_usec 0\n")
			.put("/sys/fs/cgroup/rides.slice/rides.service/memory.max", "max\n")
			.put("/sys/fs/cgroup/rides.slice/rides.service/memory.current", "800\n")
			.put("/sys/fs/cgroup/rides.slice/rides.service/cpu.pressure", pressure(1_500_000, 500_000))
			.put("/sys/fs/cgroup/rides.slice/rides.service/memory.pressure", pressure(20, 10))
			.put("/sys/fs/cgroup/rides.slice/rides.service/io.pressure", pressure(4000, 2000));
	}

	/**
	 * A container with cgroups of the first version, which shows the host's paths.
	 */
	static KernelFixture v1(Path root) {
		return new KernelFixture(root)
			.put("/proc/self/cgroup",
					"5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n3:pids:/docker/abc\n1:name=systemd:/docker/abc\n")
			.put("/proc/self/mountinfo",
					"700 699 0:30 /docker/abc /sys/fs/cgroup/systemd ro - cgroup systemd rw,name=systemd\n"
							+ "701 699 0:31 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro,nosuid - cgroup cgroup rw,cpu,cpuacct\n"
							+ "702 699 0:32 /docker/abc /sys/fs/cgroup/memory ro,nosuid master:15 - cgroup cgroup rw,memory\n")
			.put("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "200000\n")
			.put("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n")
			.put("/sys/fs/cgroup/cpu,cpuacct/cpuacct.usage", "1000000000\n")
			.put("/sys/fs/cgroup/cpu,cpuacct/cpu.stat", "nr_periods 10\nnr_throttled 2\nthrottled_time 1500000000\n")
			.put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "1000\n")
			.put("/sys/fs/cgroup/memory/memory.usage_in_bytes", "600\n")
			.put("/sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 350\n")
			.put("/sys/fs/cgroup/memory/memory.failcnt", "12\n")
			.put("/sys/fs/cgroup/memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
	}

	/**
	 * Controllers in the first version, pressure in the unified tree beside it.
	 */
	static KernelFixture hybrid(Path root) {
		return new KernelFixture(root).put("/proc/self/cgroup", "4:memory:/\n2:cpuacct:/\n1:cpu:/rides\n0::/rides\n")
			.put("/proc/self/mountinfo",
					"31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755\n"
							+ "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu\n"
							+ "33 31 0:30 / /sys/fs/cgroup/cpuacct rw,relatime - cgroup cgroup rw,cpuacct\n"
							+ "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
							+ "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n")
			.put("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n")
			.put("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n")
			.put("/sys/fs/cgroup/cpu/cpu.stat", "nr_periods 0\nnr_throttled 0\nthrottled_time 0\n")
			.put("/sys/fs/cgroup/cpu/rides/cpu.cfs_quota_us", "50000\n")
			.put("/sys/fs/cgroup/cpu/rides/cpu.cfs_period_us", "100000\n")
			.put("/sys/fs/cgroup/cpu/rides/cpu.stat", "nr_periods 9\nnr_throttled 3\nthrottled_time 700000000\n")
			.put("/sys/fs/cgroup/cpuacct/cpuacct.usage", "88000000000\n")
			.put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
			.put("/sys/fs/cgroup/memory/memory.usage_in_bytes", "600\n")
			.put("/sys/fs/cgroup/unified/rides/cpu.pressure", pressure(2_000_000, 0))
			.put("/sys/fs/cgroup/unified/rides/memory.pressure", pressure(30, 20));
	}

	static String pressure(long some, long full) {
		return "some avg10=0.12 avg60=0.05 avg300=0.01 total=" + some
				+ "\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=" + full + "\n";
	}

	KernelFixture put(String path, String text) {
		try {
			Path file = path(path);
			Files.createDirectories(file.getParent());
			Files.writeString(file, text);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	KernelFixture remove(String path) {
		try {
			FileSystemUtils.deleteRecursively(path(path));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Make a file one that is there and cannot be read, to root either.
	 */
	KernelFixture makeUnreadable(String path) {
		try {
			Files.deleteIfExists(path(path));
			Files.createDirectories(path(path));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	KernelFixture advance(double seconds) {
		this.nanos += (long) (seconds * SECOND);
		return this;
	}

	Path path(String path) {
		return this.root.resolve(path.substring(1));
	}

	KernelFiles files() {
		return new KernelFiles(this.root);
	}

	SaturationReadings read(SaturationSource source) {
		SaturationReadings readings = Readings.create(this.nanos, this.said);
		source.read(readings);
		return readings;
	}

	Set<String> said() {
		return this.said;
	}

}
