package io.github.observability.saturation;

import java.io.File;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.sun.management.GcInfo;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.BDDMockito.given;

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
	void readsTheHeapAfterACollectionRatherThanAfterAPause() {
		MemoryPoolMXBean pool = ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((each) -> each.getType() == MemoryType.HEAP)
			.findFirst()
			.orElseThrow();
		long max = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
		GarbageCollectorMXBean cycles = collector(1_000, Map.of(pool.getName(), usage(max / 2)));
		GarbageCollectorMXBean earlier = collector(900, Map.of(pool.getName(), usage(max / 4)));
		GarbageCollectorMXBean pauses = collector(2_000, Map.of(pool.getName(), usage(0)));
		for (List<GarbageCollectorMXBean> collectors : List.of(List.of(earlier, cycles, pauses),
				List.of(pauses, cycles, earlier))) {
			assertThat(Readings.utilization(read(new JvmSource(collectors)), "heap")).isCloseTo(0.5, within(0.01));
		}
		assertThat(read(new JvmSource(List.of(pauses))).uses()).doesNotContainKey("heap");
	}

	private static GarbageCollectorMXBean collector(long end, Map<String, MemoryUsage> after) {
		GcInfo info = Mockito.mock(GcInfo.class);
		given(info.getEndTime()).willReturn(end);
		given(info.getMemoryUsageAfterGc()).willReturn(after);
		com.sun.management.GarbageCollectorMXBean collector = Mockito
			.mock(com.sun.management.GarbageCollectorMXBean.class);
		given(collector.getLastGcInfo()).willReturn(info);
		return collector;
	}

	private static MemoryUsage usage(long used) {
		return new MemoryUsage(0, used, used, -1);
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
