package io.github.observability.saturation;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jdk.jfr.consumer.RecordingStream;
import org.awaitility.Awaitility;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.ConcurrencyThrottleSupport;

import static org.assertj.core.api.Assertions.assertThat;

class SaturationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SaturationAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@Test
	void tellsHowFullResourcesAre() {
		this.runner.run((context) -> {
			SaturationMeters meters = context.getBean(SaturationMeters.class);
			assertThat(meters.isRunning()).isTrue();
			Awaitility.await().until(() -> !meters.resources().isEmpty());
			assertThat(context.getBean(MeterRegistry.class)
				.get("observability.saturation")
				.tag("resource", "disk")
				.gauge()
				.value()).isBetween(0.0, 1.0);
			assertThat(context).doesNotHaveBean(PinnedThreads.class);
		});
	}

	@Test
	void hasNothingWhenDisabled() {
		this.runner.withPropertyValues("observability.saturation.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SaturationMeters.class)
				.doesNotHaveBean(SaturationSource.class)
				.doesNotHaveBean(LimitedBeans.class));
	}

	@Test
	void backsOffWithoutRegistry() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SaturationAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(SaturationMeters.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).doesNotHaveBean(SaturationMeters.class));
	}

	@Test
	void usesOwnResourceUses() {
		ResourceUses own = List::of;
		this.runner.withBean(ResourceUses.class, () -> own).run((context) -> {
			assertThat(context.getBean(ResourceUses.class)).isSameAs(own);
			assertThat(context).doesNotHaveBean(SaturationMeters.class);
		});
	}

	@Test
	void readsWhatThereIsOfThePools() {
		this.runner
			.withClassLoader(new FilteredClassLoader(WebServerInitializedEvent.class, RecordingStream.class,
					DataSourcePoolMetadataProvider.class, HikariDataSource.class))
			.withPropertyValues("observability.saturation.pinned-threads=true")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(WebServers.class);
				assertThat(context).doesNotHaveBean("dataSourceSaturation").doesNotHaveBean(PinnedThreads.class);
			});
		this.runner.withClassLoader(new FilteredClassLoader(HikariDataSource.class))
			.run((context) -> assertThat(context).hasBean("dataSourceSaturation").doesNotHaveBean(HikariPools.class));
		this.runner.withClassLoader(new FilteredClassLoader(Server.class))
			.run((context) -> assertThat(context).hasBean("tomcatSaturation").doesNotHaveBean("jettySaturation"));
		this.runner.withClassLoader(new FilteredClassLoader(TomcatWebServer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tomcatSaturation"));
	}

	@Test
	void readsExecutorsWhateverWrapsThem() {
		this.runner.withBean("rides", ExecutorService.class, () -> Executors.newFixedThreadPool(2)).run((context) -> {
			assertThat(context.getBean(Executor.class)).isNotNull();
			SaturationMeters meters = context.getBean(SaturationMeters.class);
			meters.pass();
			assertThat(meters.resources()).contains(new ResourceUse("executor.rides", 0.0, 0.0, null));
		});
	}

	@Test
	void readsTheDisksThatBootHasMetersFor() {
		this.runner.withPropertyValues("management.metrics.system.diskspace.paths=/,/tmp").run((context) -> {
			SaturationMeters meters = context.getBean(SaturationMeters.class);
			meters.pass();
			assertThat(meters.resources()).extracting(ResourceUse::resource).contains("disk./", "disk./tmp");
		});
	}

	@Test
	void refusesAPeriodThatIsTooShort() {
		this.runner.withPropertyValues("observability.saturation.period=10ms")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'observability.saturation.period' must be at least 100ms, but was PT0.01S"));
	}

	@Test
	void refusesALimitThatIsNone() {
		this.runner.withPropertyValues("observability.saturation.max-resources=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'observability.saturation.max-resources' must be at least 1, but was 0"));
	}

	@Test
	void hintsAtTheFieldsItReads() {
		RuntimeHints hints = new RuntimeHints();
		new SaturationRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection()
			.onFieldAccess(SimpleAsyncTaskExecutor.class, ExecutorSource.THROTTLE)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onFieldAccess(ConcurrencyThrottleSupport.class, ExecutorSource.COUNT)).accepts(hints);
	}

}
