package io.github.observability.saturation.pool;

import com.zaxxer.hikari.HikariDataSource;
import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.ConditionalOnSharedBean;
import io.github.observability.saturation.SaturationSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.jetty.server.Server;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the saturation of pools:
 * executors, data sources, web servers and HTTP clients.
 */
@AutoConfiguration(afterName = { BootNames.COMPOSITE_METER_REGISTRY, BootNames.SIMPLE_METER_REGISTRY })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSharedBean(MeterRegistry.class)
@ConditionalOnFeature("observability.saturation.enabled")
public final class PoolSaturationAutoConfiguration {

	PoolSaturationAutoConfiguration() {
	}

	@Bean
	static PoolBeans poolBeans() {
		return new PoolBeans();
	}

	@Bean
	@Order(10)
	SaturationSource executorSaturation(PoolBeans poolBeans) {
		return new ExecutorSource(poolBeans);
	}

	@Bean
	@Order(20)
	SaturationSource httpClientSaturation(MeterRegistry registry) {
		return new HttpClientPools(registry);
	}

	@Bean
	@Order(20)
	SaturationSource r2dbcSaturation(MeterRegistry registry) {
		return new R2dbcPools(registry);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DataSourcePoolMetadataProvider.class)
	static class DataSourceConfiguration {

		@Bean
		@Order(10)
		SaturationSource dataSourceSaturation(PoolBeans poolBeans,
				ObjectProvider<DataSourcePoolMetadataProvider> metadata, ObjectProvider<HikariPools> hikariPools) {
			return new DataSourceSource(poolBeans, metadata.orderedStream().toList(), hikariPools.getIfAvailable());
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
			SaturationSource tomcatSaturation(WebServers saturatedWebServers) {
				return new TomcatSource(saturatedWebServers);
			}

			@Bean
			@ConditionalOnBooleanProperty(name = "server.tomcat.mbeanregistry.enabled", havingValue = false,
					matchIfMissing = true)
			TomcatMeters tomcatMeters(MeterRegistry registry) {
				return new TomcatMeters(registry);
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(value = Server.class, name = JettySource.WEB_SERVER)
		static class JettyConfiguration {

			@Bean
			@Order(0)
			SaturationSource jettySaturation(WebServers saturatedWebServers) {
				return new JettySource(saturatedWebServers);
			}

		}

	}

}
