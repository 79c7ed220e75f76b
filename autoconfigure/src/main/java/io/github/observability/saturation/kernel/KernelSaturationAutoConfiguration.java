package io.github.observability.saturation.kernel;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import com.sun.management.OperatingSystemMXBean;
import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.saturation.SaturationSource;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for saturation as the Linux kernel
 * reports it.
 */
@AutoConfiguration(afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSharedBean(MeterRegistry.class)
@ConditionalOnFeature("observability.saturation.enabled")
public final class KernelSaturationAutoConfiguration {

	KernelSaturationAutoConfiguration() {
	}

	@Bean
	KernelFiles kernelFiles() {
		return new KernelFiles(Path.of("/"));
	}

	@Bean
	Cgroups cgroups(KernelFiles kernelFiles) {
		return new Cgroups(kernelFiles);
	}

	@Bean
	@Order(0)
	SaturationSource cgroupSaturation(KernelFiles kernelFiles, Cgroups cgroups) {
		return new CgroupSource(kernelFiles, cgroups,
				() -> (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)
						? system.getProcessCpuTime() : -1);
	}

	@Bean
	@Order(0)
	SaturationSource pressureSaturation(KernelFiles kernelFiles, Cgroups cgroups) {
		return new PressureSource(kernelFiles, cgroups);
	}

	@Bean
	@Order(0)
	SaturationSource networkSaturation(KernelFiles kernelFiles) {
		return new NetworkSource(kernelFiles);
	}

	@Bean
	@Order(0)
	SaturationSource runQueueSaturation(KernelFiles kernelFiles) {
		return new RunQueueSource(kernelFiles);
	}

}
