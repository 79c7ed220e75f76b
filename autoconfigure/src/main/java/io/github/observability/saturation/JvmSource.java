package io.github.observability.saturation;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.sun.management.GcInfo;
import com.sun.management.UnixOperatingSystemMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Heap as the last garbage collection left it, metaspace where it has a limit, and file
 * descriptors.
 */
final class JvmSource implements SaturationSource {

	private static final String METASPACE = "Metaspace";

	private final List<GarbageCollectorMXBean> collectors;

	private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();

	private final Set<String> heapPools = this.pools.stream()
		.filter((pool) -> pool.getType() == MemoryType.HEAP)
		.map(MemoryPoolMXBean::getName)
		.collect(Collectors.toUnmodifiableSet());

	private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();

	JvmSource() {
		this(ManagementFactory.getGarbageCollectorMXBeans());
	}

	JvmSource(List<GarbageCollectorMXBean> collectors) {
		this.collectors = collectors;
	}

	@Override
	public void read(SaturationReadings readings) {
		readHeap(readings);
		for (MemoryPoolMXBean pool : this.pools) {
			if (pool.getName().equals(METASPACE)) {
				MemoryUsage usage = pool.getUsage();
				if (usage != null) {
					readings.use("metaspace", usage.getUsed(), usage.getMax());
				}
			}
		}
		if (this.system instanceof UnixOperatingSystemMXBean unix) {
			readings.use("file.descriptors", unix.getOpenFileDescriptorCount(), unix.getMaxFileDescriptorCount());
		}
	}

	/**
	 * Concurrent collectors such as ZGC and Shenandoah also report their pauses. A pause
	 * is a part of a collection and does not tell the usage, which is then 0.
	 */
	private void readHeap(SaturationReadings readings) {
		long latest = -1;
		long used = 0;
		for (GarbageCollectorMXBean collector : this.collectors) {
			GcInfo info = lastCollection(collector);
			if (info != null && info.getEndTime() >= latest) {
				long usedAfter = usedHeap(info.getMemoryUsageAfterGc());
				if (usedAfter > 0) {
					latest = info.getEndTime();
					used = usedAfter;
				}
			}
		}
		if (used > 0) {
			readings.use("heap", used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax());
		}
	}

	private long usedHeap(Map<String, MemoryUsage> usages) {
		long used = 0;
		for (Map.Entry<String, MemoryUsage> usage : usages.entrySet()) {
			if (this.heapPools.contains(usage.getKey())) {
				used += usage.getValue().getUsed();
			}
		}
		return used;
	}

	private static @Nullable GcInfo lastCollection(GarbageCollectorMXBean collector) {
		return (collector instanceof com.sun.management.GarbageCollectorMXBean sun) ? sun.getLastGcInfo() : null;
	}

}
