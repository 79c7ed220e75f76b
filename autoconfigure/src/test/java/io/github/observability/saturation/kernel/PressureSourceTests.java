package io.github.observability.saturation.kernel;

import java.nio.file.Path;

import io.github.observability.saturation.Readings;
import io.github.observability.saturation.SaturationMeter;
import io.github.observability.saturation.SaturationReadings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PressureSourceTests {

	private static final String SERVICE = "/sys/fs/cgroup/rides.slice/rides.service/";

	@TempDir
	private Path root;

	@Test
	void readsThatOfTheOwnCgroup() {
		KernelFixture kernel = KernelFixture.v2Slice(this.root)
			.put("/proc/pressure/cpu", KernelFixture.pressure(77, 77));
		PressureSource source = source(kernel);
		SaturationReadings first = kernel.read(source);
		assertThat(total(first, "cpu", "some", "cgroup")).isZero();
		assertThat(total(first, "cpu", "some", "system")).isNull();
		kernel.put(SERVICE + "cpu.pressure", KernelFixture.pressure(4_500_000, 1_000_000));
		SaturationReadings second = kernel.advance(10).read(source);
		assertThat(total(second, "cpu", "some", "cgroup")).isEqualTo(3);
		assertThat(total(second, "cpu", "full", "cgroup")).isEqualTo(0.5);
		assertThat(total(second, "io", "full", "cgroup")).isZero();
		assertThat(Readings.saturation(second, "cpu")).isEqualTo(0.3, within(1e-9));
		assertThat(Readings.saturation(second, "memory")).isZero();
		assertThat(kernel.said()).isEmpty();
	}

	@Test
	void readsThatOfTheUnifiedTreeBesideTheFirstVersion() {
		KernelFixture kernel = KernelFixture.hybrid(this.root).put("/proc/pressure/io", KernelFixture.pressure(9, 8));
		PressureSource source = source(kernel);
		kernel.read(source);
		kernel.put("/sys/fs/cgroup/unified/rides/cpu.pressure", KernelFixture.pressure(2_000_001, 0));
		SaturationReadings readings = kernel.advance(1).read(source);
		assertThat(total(readings, "cpu", "some", "cgroup")).isEqualTo(1e-6);
		assertThat(total(readings, "io", "some", "system")).isZero();
	}

	@Test
	void readsThatOfTheSystemWhereTheCgroupHasNone() {
		KernelFixture kernel = KernelFixture.v1(this.root)
			.put("/proc/pressure/memory", KernelFixture.pressure(1000, 500));
		PressureSource source = source(kernel);
		kernel.read(source);
		kernel.put("/proc/pressure/memory", KernelFixture.pressure(2_001_000, 1_000_500));
		SaturationReadings readings = kernel.advance(4).read(source);
		assertThat(total(readings, "memory", "some", "system")).isEqualTo(2);
		assertThat(total(readings, "memory", "full", "system")).isEqualTo(1);
		assertThat(Readings.saturation(readings, "memory")).isEqualTo(0.5, within(1e-9));
		assertThat(Readings.uses(readings)).doesNotContainKeys("cpu", "io");
	}

	@Test
	void readsNothingFromAKernelWithoutIt() {
		KernelFixture kernel = new KernelFixture(this.root);
		SaturationReadings readings = kernel.read(source(kernel));
		assertThat(Readings.totals(readings)).isEmpty();
		assertThat(kernel.said()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "some", "some avg10=0.00 avg60=0.00", "some total=", "some avg10=0 total=-3\n",
			"some avg10=0 total=99999999999999999999\n", "full avg10=x" })
	void leavesOutWhatMakesNoSenseAndSaysSoOnce(String text) {
		KernelFixture kernel = new KernelFixture(this.root).put("/proc/pressure/cpu", KernelFixture.pressure(5, 5));
		PressureSource source = source(kernel);
		kernel.read(source);
		for (int i = 0; i < 2; i++) {
			kernel.put("/proc/pressure/cpu", text);
			SaturationReadings readings = kernel.advance(1).read(source);
			assertThat(Readings.totals(readings)).isEmpty();
			assertThat(Readings.uses(readings)).isEmpty();
		}
		assertThat(kernel.said()).containsExactly("/proc/pressure/cpu");
		kernel.put("/proc/pressure/cpu", KernelFixture.pressure(1_000_005, 5));
		assertThat(total(kernel.advance(1).read(source), "cpu", "some", "system")).isEqualTo(1);
	}

	private static PressureSource source(KernelFixture kernel) {
		KernelFiles files = kernel.files();
		return new PressureSource(files, new Cgroups(files));
	}

	private static @Nullable Double total(SaturationReadings readings, String resource, String share, String scope) {
		return Readings.total(readings, SaturationMeter.STALLED, "resource", resource, "share", share, "scope", scope);
	}

}
