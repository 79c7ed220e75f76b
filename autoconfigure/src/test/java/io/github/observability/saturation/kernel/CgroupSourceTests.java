package io.github.observability.saturation.kernel;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.observability.saturation.Readings;
import io.github.observability.saturation.SaturationMeter;
import io.github.observability.saturation.SaturationReadings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CgroupSourceTests {

	private static final String EVENT = "event";

	private final AtomicLong processCpu = new AtomicLong();

	@TempDir
	private Path root;

	@Test
	void readsTheSecondVersion() {
		KernelFixture kernel = KernelFixture.v2(this.root);
		CgroupSource source = source(kernel);
		SaturationReadings first = kernel.read(source);
		assertThat(Readings.utilization(first, "memory")).isEqualTo(0.5);
		assertThat(Readings.errors(first, "memory")).isEqualTo(1);
		assertThat(Readings.total(first, SaturationMeter.CPU_THROTTLED)).isEqualTo(0.25);
		assertThat(Readings.total(first, SaturationMeter.MEMORY_EVENTS, EVENT, "high")).isEqualTo(3);
		assertThat(Readings.total(first, SaturationMeter.MEMORY_EVENTS, EVENT, "max")).isEqualTo(7);
		assertThat(Readings.total(first, SaturationMeter.MEMORY_EVENTS, EVENT, "oom_kill")).isEqualTo(1);
		assertThat(Readings.uses(first)).doesNotContainKey("cpu");
		kernel.advance(10).put("/sys/fs/cgroup/cpu.stat", "usage_usec 14000000\nthrottled_usec 5250000\n");
		SaturationReadings second = kernel.read(source);
		// 12 s of the 15 s that a quota of 1.5 cores gives in 10 s.
		assertThat(Readings.utilization(second, "cpu")).isEqualTo(0.8, within(1e-9));
		assertThat(Readings.saturation(second, "cpu")).isEqualTo(0.5, within(1e-9));
		assertThat(Readings.total(second, SaturationMeter.CPU_THROTTLED)).isEqualTo(5.25);
		assertThat(kernel.said()).isEmpty();
	}

	@Test
	void takesTheTightestOfTheCgroupsAbove() {
		KernelFixture kernel = KernelFixture.v2Slice(this.root);
		CgroupSource source = source(kernel);
		SaturationReadings first = kernel.read(source);
		assertThat(Readings.utilization(first, "memory")).isEqualTo(0.9);
		assertThat(Readings.total(first, SaturationMeter.CPU_THROTTLED)).isEqualTo(0.5);
		kernel.advance(2).put("/sys/fs/cgroup/rides.slice/cpu.stat", "usage_usec 1900000\nthrottled_usec 1500000\n");
		assertThat(Readings.utilization(kernel.read(source), "cpu")).isEqualTo(0.9, within(1e-9));
		assertThat(kernel.said()).isEmpty();
	}

	@Test
	void readsTheFirstVersion() {
		KernelFixture kernel = KernelFixture.v1(this.root);
		CgroupSource source = source(kernel);
		SaturationReadings first = kernel.read(source);
		assertThat(Readings.utilization(first, "memory")).isEqualTo(0.25);
		assertThat(Readings.total(first, SaturationMeter.CPU_THROTTLED)).isEqualTo(1.5);
		assertThat(Readings.total(first, SaturationMeter.MEMORY_EVENTS, EVENT, "max")).isEqualTo(12);
		assertThat(Readings.total(first, SaturationMeter.MEMORY_EVENTS, EVENT, "oom_kill")).isEqualTo(2);
		kernel.advance(1).put("/sys/fs/cgroup/cpu,cpuacct/cpuacct.usage", "2500000000\n");
		assertThat(Readings.utilization(kernel.read(source), "cpu")).isEqualTo(0.75, within(1e-9));
		assertThat(kernel.said()).isEmpty();
	}

	@Test
	void readsTheMixture() {
		KernelFixture kernel = KernelFixture.hybrid(this.root);
		CgroupSource source = source(kernel);
		SaturationReadings first = kernel.read(source);
		assertThat(Readings.total(first, SaturationMeter.CPU_THROTTLED)).isEqualTo(0.7, within(1e-9));
		assertThat(Readings.uses(first)).doesNotContainKey("memory");
		// The account is that of the machine, so the process's own time is taken.
		this.processCpu.set(KernelFixture.SECOND / 4);
		kernel.advance(1);
		assertThat(Readings.utilization(kernel.read(source), "cpu")).isEqualTo(0.5, within(1e-9));
		assertThat(kernel.said()).isEmpty();
	}

	@Test
	void readsNothingWithoutCgroups() {
		KernelFixture kernel = new KernelFixture(this.root);
		CgroupSource source = source(kernel);
		assertEmpty(kernel.read(source));
		kernel.put("/proc/self/cgroup", "0::/\n").put("/proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
		assertEmpty(kernel.read(source));
		assertThat(kernel.said()).isEmpty();
	}

	@Test
	void readsNoShareOfWhatHasNoLimit() {
		KernelFixture kernel = KernelFixture.v2(this.root)
			.put("/sys/fs/cgroup/cpu.max", "max 100000\n")
			.put("/sys/fs/cgroup/memory.max", "max\n");
		CgroupSource source = source(kernel);
		kernel.read(source);
		SaturationReadings readings = kernel.advance(1).read(source);
		assertThat(Readings.utilization(readings, "cpu")).isNull();
		assertThat(Readings.utilization(readings, "memory")).isNull();
		assertThat(kernel.said()).isEmpty();
	}

	@Test
	void readsNoShareOfALimitOfZero() {
		KernelFixture kernel = KernelFixture.v2(this.root)
			.put("/sys/fs/cgroup/cpu.max", "0 100000\n")
			.put("/sys/fs/cgroup/memory.max", "0\n");
		CgroupSource source = source(kernel);
		kernel.read(source);
		SaturationReadings readings = kernel.advance(1).read(source);
		assertThat(Readings.utilization(readings, "cpu")).isNull();
		assertThat(Readings.utilization(readings, "memory")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "x", "-5", "-5 100000\n", "99999999999999999999\n", "9223372036854775808 1\n",
			"usage_usec", "usage_usec \n", "throttled_usec -1\nusage_usec -1\n", "usage_usec 99999999999999999999\n",
			"usage_usec 9223372036854775807\nthrottled_usec 9223372036854775807\n", "150000 ", "NaN NaN",
			"low\nhigh\nmax\noom\n" })
	void leavesOutWhatMakesNoSenseAndSaysSoOnce(String text) {
		for (String name : List.of("cpu.max", "cpu.stat", "memory.max", "memory.current", "memory.events")) {
			String file = "/sys/fs/cgroup/" + name;
			KernelFixture kernel = KernelFixture.v2(this.root);
			CgroupSource source = source(kernel);
			kernel.read(source);
			kernel.advance(10).put(file, text);
			assertSane(kernel.read(source));
			int said = kernel.said().size();
			assertSane(kernel.advance(10).read(source));
			assertThat(kernel.said()).hasSize(said);
		}
		KernelFixture kernel = KernelFixture.v2(this.root);
		kernel.put("/sys/fs/cgroup/memory.stat", text);
		assertSane(kernel.read(source(kernel)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "::", "0:", "0::rides", "garbage", "0::/../../elsewhere\n", "0::/gone/away\n",
			"4:cpu,cpuacct,memory\n" })
	void staysSaneWhereverTheProcessIsSaidToBe(String membership) {
		KernelFixture kernel = KernelFixture.v2(this.root).put("/proc/self/cgroup", membership);
		assertSane(kernel.read(source(kernel)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", " - ", " - cgroup2", "1 2 3 / - cgroup2 cgroup2 rw\n",
			"1 2 0:1 / /x rw - cgroup\n", "1 2 0:1 / /sys/fs/cgroup rw" })
	void staysSaneWhateverIsSaidToBeMounted(String mounts) {
		KernelFixture kernel = KernelFixture.v2(this.root).put("/proc/self/mountinfo", mounts);
		assertEmpty(kernel.read(source(kernel)));
	}

	@Test
	void saysOnceWhatItMayNotRead() {
		KernelFixture kernel = KernelFixture.v2(this.root);
		CgroupSource source = source(kernel);
		kernel.makeUnreadable("/sys/fs/cgroup/memory.max").makeUnreadable("/sys/fs/cgroup/cpu.stat");
		for (int i = 0; i < 3; i++) {
			SaturationReadings readings = kernel.advance(1).read(source);
			assertThat(Readings.utilization(readings, "memory")).isNull();
			assertThat(Readings.total(readings, SaturationMeter.CPU_THROTTLED)).isNull();
		}
		assertThat(kernel.said()).containsExactlyInAnyOrder("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/cpu.stat");
	}

	@Test
	void isBackOnceAFileIs() {
		KernelFixture kernel = KernelFixture.v2(this.root);
		CgroupSource source = source(kernel);
		kernel.put("/sys/fs/cgroup/memory.current", "");
		assertThat(Readings.utilization(kernel.read(source), "memory")).isNull();
		kernel.put("/sys/fs/cgroup/memory.current", "950000\n");
		assertThat(Readings.utilization(kernel.read(source), "memory")).isEqualTo(0.75);
	}

	@Test
	void followsAProcessThatMovesAndCountsOn() {
		KernelFixture kernel = KernelFixture.v2Slice(this.root);
		CgroupSource source = source(kernel);
		assertThat(Readings.total(kernel.read(source), SaturationMeter.CPU_THROTTLED)).isEqualTo(0.5);
		kernel.put("/proc/self/cgroup", "0::/other\n")
			.put("/sys/fs/cgroup/other/cpu.max", "100000 100000\n")
			.put("/sys/fs/cgroup/other/cpu.stat", "usage_usec 70000000\nthrottled_usec 80000000\n")
			.put("/sys/fs/cgroup/other/memory.max", "100\n")
			.put("/sys/fs/cgroup/other/memory.current", "10\n");
		SaturationReadings moved = kernel.advance(1).read(source);
		// What the other cgroup had before is not of this process.
		assertThat(Readings.total(moved, SaturationMeter.CPU_THROTTLED)).isEqualTo(0.5);
		assertThat(Readings.utilization(moved, "cpu")).isNull();
		assertThat(Readings.utilization(moved, "memory")).isEqualTo(0.1);
		kernel.put("/sys/fs/cgroup/other/cpu.stat", "usage_usec 70250000\nthrottled_usec 81000000\n");
		SaturationReadings next = kernel.advance(1).read(source);
		assertThat(Readings.total(next, SaturationMeter.CPU_THROTTLED)).isEqualTo(1.5);
		assertThat(Readings.utilization(next, "cpu")).isEqualTo(0.25, within(1e-9));
	}

	@Test
	void countsOnWhenACgroupIsMadeAnew() {
		KernelFixture kernel = KernelFixture.v2(this.root);
		CgroupSource source = source(kernel);
		kernel.read(source);
		kernel.put("/sys/fs/cgroup/cpu.stat", "usage_usec 10\nthrottled_usec 0\n");
		SaturationReadings anew = kernel.advance(1).read(source);
		assertThat(Readings.total(anew, SaturationMeter.CPU_THROTTLED)).isEqualTo(0.25);
		assertThat(Readings.utilization(anew, "cpu")).isNull();
		kernel.put("/sys/fs/cgroup/cpu.stat", "usage_usec 20\nthrottled_usec 1000000\n");
		assertThat(Readings.total(kernel.advance(1).read(source), SaturationMeter.CPU_THROTTLED)).isEqualTo(1.25);
	}

	@Test
	void findsAMountWithWhiteSpaceInItsPath() {
		KernelFixture kernel = new KernelFixture(this.root).put("/proc/self/cgroup", "0::/\n")
			.put("/proc/self/mountinfo", "1 0 0:27 / /mnt/my\\040groups rw - cgroup2 cgroup rw\n")
			.put("/mnt/my groups/memory.max", "10\n")
			.put("/mnt/my groups/memory.current", "4\n");
		assertThat(Readings.utilization(kernel.read(source(kernel)), "memory")).isEqualTo(0.4);
	}

	private CgroupSource source(KernelFixture kernel) {
		KernelFiles files = kernel.files();
		return new CgroupSource(files, new Cgroups(files), this.processCpu::get);
	}

	private static void assertEmpty(SaturationReadings readings) {
		assertThat(Readings.uses(readings)).isEmpty();
		assertThat(Readings.totals(readings)).isEmpty();
	}

	private static void assertSane(SaturationReadings readings) {
		assertThat(Readings.uses(readings).values()).allSatisfy((use) -> {
			if (use.utilization() != null) {
				assertThat(use.utilization()).isBetween(0.0, 1.0);
			}
			if (use.saturation() != null) {
				assertThat(use.saturation()).isBetween(0.0, 1.0);
			}
		});
		assertThat(Readings.totals(readings).values()).allMatch((total) -> total >= 0 && Double.isFinite(total));
	}

}
