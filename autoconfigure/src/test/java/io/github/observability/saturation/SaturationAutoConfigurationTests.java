package io.github.observability.saturation;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jdk.jfr.consumer.RecordingStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

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
				.doesNotHaveBean(SaturationSource.class));
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
	void usesOwnResourceMonitor() {
		ResourceMonitor own = List::of;
		this.runner.withBean(ResourceMonitor.class, () -> own).run((context) -> {
			assertThat(context.getBean(ResourceMonitor.class)).isSameAs(own);
			assertThat(context).doesNotHaveBean(SaturationMeters.class);
		});
	}

	@Test
	void leavesOutPinnedThreadsWithoutFlightRecorder() {
		this.runner.withClassLoader(new FilteredClassLoader(RecordingStream.class))
			.withPropertyValues("observability.saturation.pinned-threads=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PinnedThreads.class));
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
		this.runner.withPropertyValues("observability.saturation.interval=10ms")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'observability.saturation.interval' must be at least 100ms, but was PT0.01S"));
	}

	@Test
	void refusesALimitThatIsNone() {
		this.runner.withPropertyValues("observability.saturation.max-resources=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'observability.saturation.max-resources' must be at least 1, but was 0"));
	}

}
