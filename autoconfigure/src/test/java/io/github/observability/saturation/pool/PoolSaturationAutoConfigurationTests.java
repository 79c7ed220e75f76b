package io.github.observability.saturation.pool;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.github.observability.saturation.Readings;
import io.github.observability.saturation.ResourceMonitor;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.saturation.SaturationAutoConfiguration;
import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.concurrent.ThreadPoolExecutorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

class PoolSaturationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SaturationAutoConfiguration.class, PoolSaturationAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	private final WebApplicationContextRunner tomcat = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(AutoConfigurations.of(TomcatServletWebServerAutoConfiguration.class,
				SaturationAutoConfiguration.class, PoolSaturationAutoConfiguration.class))
		.withPropertyValues("server.port=0", "server.tomcat.threads.max=7", "server.tomcat.threads.min-spare=2",
				"server.tomcat.max-connections=9")
		.withBean(SimpleMeterRegistry.class);

	@Test
	void hasNothingWhenDisabled() {
		this.runner.withPropertyValues("observability.saturation.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SaturationSource.class)
				.doesNotHaveBean(PoolBeans.class));
	}

	@Test
	void backsOffWithoutRegistry() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PoolSaturationAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(SaturationSource.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SaturationSource.class));
	}

	@Test
	void readsASourceOfTheUsers() {
		this.runner.withBean("permits", SaturationSource.class, () -> (readings) -> readings.use("permits", 3, 4))
			.run((context) -> {
				ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
				Awaitility.await().until(() -> !monitor.resources().isEmpty());
				assertThat(monitor.resources()).contains(new ResourceUse("permits", 0.75, null, null));
			});
	}

	/** The meters are Boot's, so there is no library to be absent. */
	@Test
	void readsPoolsOfR2dbcWhoseMetersAreThere() {
		this.runner.run((context) -> {
			assertThat(uses(context)).doesNotContainKey("r2dbc.rides");
			bindR2dbcPool(context.getBean(MeterRegistry.class));
			assertThat(uses(context)).containsEntry("r2dbc.rides", new ResourceUse("r2dbc.rides", 0.75, 2.0, null));
		});
	}

	@Test
	void aSourceOfTheUsersThatComesFirstReadsAPoolOfR2dbc() {
		this.runner.withUserConfiguration(UsersR2dbcSource.class).run((context) -> {
			bindR2dbcPool(context.getBean(MeterRegistry.class));
			assertThat(uses(context)).containsEntry("r2dbc.rides", new ResourceUse("r2dbc.rides", 0.5, 0.0, null));
		});
	}

	private static void bindR2dbcPool(MeterRegistry registry) {
		Map.of("acquired", 6, "max.allocated", 8, "pending", 2)
			.forEach((meter, value) -> Gauge.builder("r2dbc.pool." + meter, () -> value)
				.tag("name", "rides")
				.register(registry));
	}

	private static Map<String, ResourceUse> uses(ApplicationContext context) {
		Set<String> reported = new HashSet<>();
		SaturationReadings readings = Readings.create(0, reported);
		context.getBeanProvider(SaturationSource.class).orderedStream().forEach((source) -> source.read(readings));
		return Readings.uses(readings);
	}

	@Test
	void readsWhatThereIsOfThePools() {
		this.runner
			.withClassLoader(new FilteredClassLoader(WebServerInitializedEvent.class,
					DataSourcePoolMetadataProvider.class, HikariDataSource.class))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(WebServers.class);
				assertThat(context).doesNotHaveBean("dataSourceSaturation");
			});
		this.runner.withClassLoader(new FilteredClassLoader(HikariDataSource.class))
			.run((context) -> assertThat(context).hasBean("dataSourceSaturation").doesNotHaveBean(HikariPools.class));
		this.runner.withClassLoader(new FilteredClassLoader(Server.class))
			.run((context) -> assertThat(context).hasBean("tomcatSaturation").doesNotHaveBean("jettySaturation"));
		this.runner.withClassLoader(new FilteredClassLoader(TomcatWebServer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tomcatSaturation"));
	}

	@Test
	void readsTomcatWithoutMBeans() {
		this.tomcat.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(gauge(registry, "tomcat.threads.config.max")).isEqualTo(7);
			assertThat(gauge(registry, "tomcat.threads.current")).isEqualTo(2);
			// A thread that has just been started counts as busy until it runs.
			Awaitility.await().until(() -> gauge(registry, "tomcat.threads.busy") == 0);
			assertThat(gauge(registry, "tomcat.connections.config.max")).isEqualTo(9);
			assertThat(gauge(registry, "tomcat.connections.current")).isNotNegative();
			assertThat(registry.get("tomcat.global.request").functionTimer().count()).isZero();
			assertThat(registry.get("tomcat.global.request.max").timeGauge().value(TimeUnit.SECONDS)).isZero();
			for (String counter : List.of("sent", "received", "error")) {
				assertThat(registry.get("tomcat.global." + counter).functionCounter().count()).isZero();
			}
			assertThat(registry.get("tomcat.threads.busy").gauge().getId().getTag("name")).startsWith("http-nio-");
		});
	}

	@Test
	void leavesTomcatToMicrometerIfThereAreMBeans() {
		this.tomcat.withPropertyValues("server.tomcat.mbeanregistry.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("tomcatSaturation")
				.doesNotHaveBean(TomcatMeters.class));
	}

	private static double gauge(MeterRegistry registry, String name) {
		return registry.get(name).gauge().value();
	}

	@Test
	void readsExecutorsWhateverWrapsThem() {
		this.runner.withBean("rides", ExecutorService.class, () -> Executors.newFixedThreadPool(2)).run((context) -> {
			assertThat(context.getBean(Executor.class)).isNotNull();
			ResourceMonitor monitor = context.getBean(ResourceMonitor.class);
			Awaitility.await().until(() -> !monitor.resources().isEmpty());
			assertThat(monitor.resources()).contains(new ResourceUse("executor.rides", 0.0, 0.0, null));
		});
	}

	@Test
	void readsTheExecutorThatAFactoryBeanCreates() {
		this.runner
			.withBean("rides", ThreadPoolExecutorFactoryBean.class, PoolSaturationAutoConfigurationTests::factory)
			.run((context) -> {
				ExecutorService rides = context.getBean("rides", ExecutorService.class);
				assertThat(read(context)).containsKeys("executor.rides", "executor.rides.queue");
				rides.shutdown();
				assertThat(read(context)).doesNotContainKey("executor.rides");
			});
	}

	private static ThreadPoolExecutorFactoryBean factory() {
		ThreadPoolExecutorFactoryBean factory = new ThreadPoolExecutorFactoryBean();
		factory.setMaxPoolSize(2);
		factory.setQueueCapacity(4);
		return factory;
	}

	@Test
	void readsAPoolOfAScopeUnderItsOwnNameAndCreatesNone() {
		this.runner.withUserConfiguration(ScopedConfiguration.class).run((context) -> {
			ExecutorService rides = context.getBean("rides", ExecutorService.class);
			AtomicInteger created = context.getBean(AtomicInteger.class);
			assertThat(read(context)).isEmpty();
			assertThat(created).hasValue(0);
			assertThat(rides.isShutdown()).isFalse();
			assertThat(read(context)).containsOnlyKeys("executor.rides");
			assertThat(created).hasValue(1);
		});
	}

	private static Map<String, ResourceUse> read(ApplicationContext context) {
		SaturationReadings readings = Readings.create(0, new HashSet<>());
		context.getBean("executorSaturation", SaturationSource.class).read(readings);
		return Readings.uses(readings);
	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		static CustomScopeConfigurer scopes() {
			CustomScopeConfigurer scopes = new CustomScopeConfigurer();
			scopes.addScope("thread", new SimpleThreadScope());
			return scopes;
		}

		@Bean
		AtomicInteger created() {
			return new AtomicInteger();
		}

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.INTERFACES)
		ExecutorService rides(AtomicInteger created) {
			created.incrementAndGet();
			return new ForkJoinPool(2);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UsersR2dbcSource {

		@Bean
		@Order(0)
		SaturationSource usersR2dbcSource() {
			return (readings) -> readings.use("r2dbc.rides", 1, 2, 0);
		}

	}

}
