package io.github.observability.profiling;

import java.nio.file.Path;
import java.time.Duration;

import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("jdk")
@ExtendWith(OutputCaptureExtension.class)
class ContinuousProfilerIntegrationTests {

	private static final String ON = "observability.profiling.continuous.enabled=true";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProfilingAutoConfiguration.class));

	@Test
	void isOffByDefault() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(ContinuousProfiling.class)
			.doesNotHaveBean(ThreadTimes.class)
			.doesNotHaveBean(SlowTraceProfiles.class));
	}

	@Test
	void knowsTheHotFrameRestsAndLeavesNothing(@TempDir Path directory) {
		int before = recordings();
		Path file = directory.resolve("top");
		this.runner
			.withPropertyValues(ON, "spring.application.version=7",
					"observability.profiling.continuous.state-file=" + file)
			.run((context) -> {
				ContinuousProfiler profiler = context.getBean(ContinuousProfiler.class);
				Busy busy = Busy.computing();
				try {
					await(() -> {
						profiler.roll();
						assertThat(profiler.report().cpu()).anySatisfy((row) -> {
							assertThat(row.name()).isEqualTo(Busy.FRAME);
							assertThat(row.share()).isGreaterThan(0.1);
						});
					});
				}
				finally {
					busy.close();
				}
				assertThat(profiler.report().state()).isEqualTo("running");
				assertThat(profiler.report().version()).isEqualTo("7");
				context.getBean(ContinuousProfiling.class).pause();
				await(() -> assertThat(profiler.report().state()).isEqualTo("paused"));
				assertThat(recordings()).isEqualTo(before);
				context.getBean(ContinuousProfiling.class).resume();
				await(() -> assertThat(profiler.report().state()).isEqualTo("running"));
			});
		assertThat(recordings()).isEqualTo(before);
		VersionFile next = new VersionFile(file, "8");
		next.read();
		assertThat(next.before().version()).isEqualTo("7");
		assertThat(next.before().cpu()).containsKey(Busy.FRAME);
	}

	@Test
	void saysOnceWhyItIsOff(CapturedOutput output) {
		ContinuousProfiler profiler = new ContinuousProfiler(new TemporaryFolder("/missing/folder", 0),
				new VersionFile(null, ""), "", null, () -> false);
		profiler.start();
		await(() -> assertThat(profiler.report().state()).contains("'/missing/folder' does not exist"));
		profiler.tick();
		profiler.stop();
		assertThat(output.toString().lines().filter((line) -> line.contains("Continuous profiling is off"))).hasSize(1);
	}

	@Test
	void restsWhileTheDiskIsAlmostFull(@TempDir Path directory) {
		ContinuousProfiler profiler = new ContinuousProfiler(new TemporaryFolder(directory.toString(), Long.MAX_VALUE),
				new VersionFile(null, ""), "", null, () -> false);
		profiler.start();
		await(() -> assertThat(profiler.report().state()).contains("almost full"));
		profiler.stop();
	}

	@Test
	void restsWhileTelemetryIsShed() {
		ContinuousProfiler profiler = new ContinuousProfiler(new TemporaryFolder(), new VersionFile(null, ""), "", null,
				() -> true);
		profiler.start();
		await(() -> assertThat(profiler.report().state()).isEqualTo("paused, because telemetry is shed"));
		profiler.stop();
	}

	@Test
	void doesWithoutTracing() {
		this.runner.withClassLoader(new FilteredClassLoader("io.opentelemetry.sdk", "io.micrometer.tracing"))
			.withPropertyValues(ON)
			.run((context) -> assertThat(context).hasSingleBean(ContinuousProfiling.class)
				.doesNotHaveBean(SlowTraceProfiles.class));
		this.runner.withPropertyValues(ON, "observability.profiling.continuous.slow-traces=off")
			.run((context) -> assertThat(context).hasSingleBean(ContinuousProfiling.class)
				.doesNotHaveBean(ThreadTimes.class)
				.doesNotHaveBean(SlowTraceProfiles.class));
	}

	private static int recordings() {
		return (int) FlightRecorder.getFlightRecorder().getRecordings().stream().map(Recording::getState).count();
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
	}

}
