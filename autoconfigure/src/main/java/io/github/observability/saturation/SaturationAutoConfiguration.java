package io.github.observability.saturation;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.github.observability.ConditionalOnFeature;
import io.micrometer.core.instrument.MeterRegistry;
import jdk.jfr.consumer.RecordingStream;
import org.eclipse.jetty.server.Server;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for saturation.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnFeature("observability.saturation.enabled")
@EnableConfigurationProperties(SaturationProperties.class)
public final class SaturationAutoConfiguration {

	SaturationAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(ResourceUses.class)
	SaturationMeters saturationMeters(MeterRegistry registry, ObjectProvider<SaturationSource> sources,
			SaturationProperties properties) {
		return new SaturationMeters(registry, sources.orderedStream().toList(), properties, System::nanoTime);
	}

	@Bean
	static LimitedBeans limitedBeans() {
		return new LimitedBeans();
	}

	@Bean
	@Order(10)
	SaturationSource executorSaturation(LimitedBeans beans) {
		return new ExecutorSource(beans);
	}

	@Bean
	@Order(20)
	SaturationSource httpClientSaturation(MeterRegistry registry) {
		return new HttpClientPools(registry);
	}

	@Bean
	@Order(0)
	SaturationSource jvmSaturation() {
		return new JvmSource();
	}

	/** Last, as a file system that has gone keeps whoever asks. */
	@Bean
	@Order(100)
	SaturationSource diskSaturation(Environment environment) {
		return new DiskSource(Binder.get(environment)
			.bind("management.metrics.system.diskspace.paths", Bindable.listOf(File.class))
			.orElseGet(() -> List.of(new File("."))));
	}

	@Bean
	@ConditionalOnMissingBean
	KernelFiles kernelFiles() {
		return new KernelFiles(Path.of("/"));
	}

	@Bean
	Cgroups cgroups(KernelFiles files) {
		return new Cgroups(files);
	}

	@Bean
	@Order(0)
	SaturationSource cgroupSaturation(KernelFiles files, Cgroups cgroups) {
		return new CgroupSource(files, cgroups,
				() -> (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)
						? system.getProcessCpuTime() : -1);
	}

	@Bean
	@Order(0)
	SaturationSource pressureSaturation(KernelFiles files, Cgroups cgroups) {
		return new PressureSource(files, cgroups);
	}

	@Bean
	@Order(0)
	SaturationSource networkSaturation(KernelFiles files) {
		return new NetworkSource(files);
	}

	@Bean
	@Order(0)
	SaturationSource runQueueSaturation(KernelFiles files) {
		return new RunQueueSource(files);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DataSourcePoolMetadataProvider.class)
	static class DataSourceConfiguration {

		@Bean
		@Order(10)
		SaturationSource dataSourceSaturation(LimitedBeans beans,
				ObjectProvider<DataSourcePoolMetadataProvider> metadata, ObjectProvider<HikariPools> hikari) {
			return new DataSourceSource(beans, metadata.orderedStream().toList(), hikari.getIfAvailable());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DataSourcePoolMetadataProvider.class, HikariDataSource.class })
	static class HikariConfiguration {

		@Bean
		HikariPools hikariPools(MeterRegistry registry) {
			return new HikariPools(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebServerInitializedEvent.class)
	static class WebServerConfiguration {

		@Bean
		WebServers saturatedWebServers() {
			return new WebServers();
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(TomcatWebServer.class)
		static class TomcatConfiguration {

			@Bean
			@Order(0)
			SaturationSource tomcatSaturation(WebServers servers) {
				return new TomcatSource(servers);
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(value = Server.class, name = JettySource.WEB_SERVER)
		static class JettyConfiguration {

			@Bean
			@Order(0)
			SaturationSource jettySaturation(WebServers servers) {
				return new JettySource(servers);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RecordingStream.class)
	@ConditionalOnFeature(value = "observability.saturation.pinned-threads", matchIfMissing = false)
	static class PinnedThreadsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		PinnedThreads pinnedThreads(MeterRegistry registry) {
			return new PinnedThreads(registry);
		}

	}

}
