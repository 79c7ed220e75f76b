package io.github.observability.saturation;

import java.io.File;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessSourcesTests {

	@Test
	void readsTheVirtualMachine() {
		System.gc();
		Set<String> resources = read(new JvmSource()).uses().keySet();
		assertThat(resources).contains("heap", "file.descriptors");
		assertThat(read(new JvmSource()).uses().values())
			.allMatch((use) -> use.utilization() != null && use.utilization() > 0 && use.utilization() < 1);
	}

	@Test
	void readsDisksAndLeavesOutPathsThatAreNotThere() {
		SaturationReadings one = read(new DiskSource(List.of(new File("."))));
		assertThat(Readings.utilization(one, "disk")).isBetween(0.0, 1.0);
		SaturationReadings two = read(new DiskSource(List.of(new File("."), new File("/nowhere"))));
		assertThat(two.uses()).containsOnlyKeys("disk..");
	}

	private static SaturationReadings read(SaturationSource source) {
		SaturationReadings readings = new SaturationReadings(0, new HashSet<>());
		source.read(readings);
		return readings;
	}

}
