package io.github.observability.saturation;

import java.io.File;
import java.util.List;

import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.micrometer.core.instrument.MeterRegistry;
import jdk.jfr.consumer.RecordingStream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the saturation of resources: the
 * meters, and the sources for the JVM and for disks.
 */
@AutoConfiguration(afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSharedBean(MeterRegistry.class)
@ConditionalOnFeature("observability.saturation.enabled")
@EnableConfigurationProperties(SaturationProperties.class)
public final class SaturationAutoConfiguration {

	SaturationAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(ResourceMonitor.class)
	SaturationMeters saturationMeters(MeterRegistry registry, ObjectProvider<SaturationSource> sources,
			SaturationProperties properties) {
		return new SaturationMeters(registry, sources.orderedStream().toList(), properties, System::nanoTime);
	}

	@Bean
	@Order(0)
	SaturationSource jvmSaturation() {
		return new JvmSource();
	}

	/** Last, because a file system that hangs keeps its reader waiting. */
	@Bean
	@Order(100)
	SaturationSource diskSaturation(Environment environment) {
		return new DiskSource(Binder.get(environment)
			.bind("management.metrics.system.diskspace.paths", Bindable.listOf(File.class))
			.orElseGet(() -> List.of(new File("."))));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RecordingStream.class)
	@ConditionalOnFeature(value = "observability.saturation.pinned-threads", matchIfMissing = false)
	static class PinnedThreadsConfiguration {

		@Bean
		PinnedThreads pinnedThreads(MeterRegistry registry) {
			return new PinnedThreads(registry);
		}

	}

}
