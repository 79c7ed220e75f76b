package io.github.observability.golden.observation;

import java.util.List;
import java.util.function.Consumer;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class ObservationMetersAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
						ObservationAutoConfiguration.class, ObservationMetersAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@Test
	void recordsWhatBootsHandlerRecords() {
		Consumer<Observation> twoRides = (observation) -> observation.lowCardinalityKeyValue("city", "berlin");
		MeterRegistry own = new SimpleMeterRegistry();
		observe(new CachingMeterHandler(own, true), twoRides);
		List<String> caching = meters(own);
		assertThat(caching).hasSize(4);
		this.runner.run((context) -> {
			assertThat(context).getBean(DefaultMeterObservationHandler.class).isInstanceOf(CachingMeterHandler.class);
			observe(context.getBean(ObservationRegistry.class), twoRides);
			assertThat(meters(context.getBean(MeterRegistry.class))).isEqualTo(caching);
		});
		this.runner.withPropertyValues("observability.golden.enabled=false").run((context) -> {
			assertThat(context).getBean(DefaultMeterObservationHandler.class)
				.isExactlyInstanceOf(DefaultMeterObservationHandler.class);
			observe(context.getBean(ObservationRegistry.class), twoRides);
			assertThat(meters(context.getBean(MeterRegistry.class))).isEqualTo(caching);
		});
	}

	@Test
	void ignoresWhatBootIsToldToIgnore() {
		this.runner.withPropertyValues("management.metrics.observations.ignored-meters=long-task-timer")
			.run((context) -> {
				observe(context.getBean(ObservationRegistry.class), (observation) -> {
				});
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("rides").timers()).isNotEmpty();
				assertThat(registry.find("rides.active").longTaskTimers()).isEmpty();
			});
	}

	@Test
	void leavesAHandlerOfTheApplicationAlone() {
		DefaultMeterObservationHandler own = new DefaultMeterObservationHandler(new SimpleMeterRegistry()) {
		};
		this.runner.withBean("own", DefaultMeterObservationHandler.class, () -> own)
			.run((context) -> assertThat(context.getBean("own")).isSameAs(own));
	}

	@Test
	void backsOffWithoutMicrometersCore() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).doesNotHaveBean(ObservationMetersAutoConfiguration.class));
	}

	@Test
	void registersAMeterAgainThatWasRemoved() {
		MeterRegistry registry = new SimpleMeterRegistry();
		CachingMeterHandler handler = new CachingMeterHandler(registry, true);
		observe(handler, (observation) -> {
		});
		List.copyOf(registry.getMeters()).forEach(registry::remove);
		observe(handler, (observation) -> {
		});
		assertThat(registry.get("rides").tag("error", "none").timer().count()).isEqualTo(2);
	}

	@Test
	void asksAgainForAMeterThatWasDenied() {
		MeterRegistry registry = new SimpleMeterRegistry();
		boolean[] denied = { true };
		registry.config().meterFilter(MeterFilter.deny((id) -> denied[0]));
		CachingMeterHandler handler = new CachingMeterHandler(registry, true);
		observe(handler, (observation) -> {
		});
		assertThat(registry.getMeters()).isEmpty();
		denied[0] = false;
		observe(handler, (observation) -> {
		});
		assertThat(registry.get("rides").tag("error", "none").timer().count()).isEqualTo(2);
		assertThat(registry.get("rides.active").longTaskTimer().activeTasks()).isZero();
	}

	private static void observe(DefaultMeterObservationHandler handler, Consumer<Observation> work) {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(handler);
		observe(observations, work);
	}

	private static void observe(ObservationRegistry observations, Consumer<Observation> work) {
		for (int i = 0; i < 2; i++) {
			Observation observation = Observation.createNotStarted("rides", observations);
			work.accept(observation);
			observation.start().stop();
		}
		Observation failed = Observation.start("rides", observations);
		failed.error(new IllegalStateException());
		failed.stop();
	}

	private static List<String> meters(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("rides"))
			.map(ObservationMetersAutoConfigurationTests::describe)
			.sorted()
			.toList();
	}

	private static String describe(Meter meter) {
		String value = (meter instanceof Timer timer) ? timer.count() + "" : ((LongTaskTimer) meter).activeTasks() + "";
		return meter.getId().getName() + meter.getId().getTags() + " " + value;
	}

}
