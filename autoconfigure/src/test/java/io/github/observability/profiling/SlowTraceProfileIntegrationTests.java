package io.github.observability.profiling;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.observability.testing.ForwardingSpanExporter;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.testing.Volume;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What slow traces say of a method that is planted to be slow.
 */
@Tag("jdk")
class SlowTraceProfileIntegrationTests {

	private static final int REQUESTS = Volume.of(5, 40);

	private static final Duration SLOW = Duration.ofMillis(500);

	private static final int LOOPS = 1_000_000;

	/**
	 * How often the loop runs in a request. By the clock, a busy machine would do next to
	 * nothing.
	 */
	private static final int ROUNDS = rounds(TimeUnit.MILLISECONDS.toNanos(600));

	private static final List<SpanData> EXPORTED = new CopyOnWriteArrayList<>();

	@AfterEach
	void clear() {
		EXPORTED.clear();
	}

	@Test
	void nameTheHotMethodOfPlatformThreads() {
		assertNamesTheHotMethod("spring.threads.virtual.enabled=false", "management.tracing.sampling.probability=0");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void nameTheHotMethodOfVirtualThreads() {
		assertNamesTheHotMethod("spring.threads.virtual.enabled=true", "management.tracing.sampling.probability=1");
	}

	private static int rounds(long cpuNanos) {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		int measured = 100;
		long took = 1;
		// The second time, the loop is compiled.
		for (int i = 0; i < 2; i++) {
			long start = threads.getCurrentThreadCpuTime();
			for (int round = 0; round < measured; round++) {
				Busy.plantedLoop(LOOPS);
			}
			took = Math.max(1, threads.getCurrentThreadCpuTime() - start);
		}
		return (int) Math.max(1, cpuNanos * measured / took);
	}

	private void assertNamesTheHotMethod(String threads, String probability) {
		try (RunningApplication application = start(threads, probability)) {
			for (int i = 0; i < REQUESTS; i++) {
				assertThat(application.get("/hot").body()).isEqualTo("true");
			}
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> slowRoots().size() >= REQUESTS);
			assertThat(slowRoots()).hasSize(REQUESTS);
			long named = slowRoots().stream().filter(SlowTraceProfileIntegrationTests::namesTheHotMethod).count();
			assertThat(named).as("of %s", slowRoots().stream().map(SpanData::getEvents).toList())
				.isGreaterThanOrEqualTo((long) Math.ceil(0.95 * REQUESTS));
		}
	}

	private static RunningApplication start(String threads, String probability) {
		RunningApplication application = RunningApplication.start(Application.class, threads, probability,
				"observability.tracing.tail-sampling.slower-than=500ms",
				"observability.profiling.continuous.enabled=true");
		ContinuousProfiler profiler = application.bean(ContinuousProfiler.class);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> profiler.report().state().equals("running"));
		return application;
	}

	private static List<SpanData> slowRoots() {
		return EXPORTED.stream()
			.filter((span) -> span.getKind() == SpanKind.SERVER
					&& span.getEndEpochNanos() - span.getStartEpochNanos() >= SLOW.toNanos())
			.toList();
	}

	private static boolean namesTheHotMethod(SpanData span) {
		return span.getEvents()
			.stream()
			.filter((event) -> event.getName().equals("profile"))
			.map(SlowTraceProfileIntegrationTests::topFrame)
			.anyMatch((frame) -> frame.endsWith(" % " + Busy.FRAME));
	}

	private static String topFrame(EventData event) {
		List<String> frames = event.getAttributes().get(AttributeKey.stringArrayKey("profile.frames"));
		return (frames != null) ? frames.get(0) : "";
	}

	@UnsecuredApplication
	@RestController
	static class Application {

		@Bean
		SpanExporter exporter() {
			return new ForwardingSpanExporter(EXPORTED::add);
		}

		@GetMapping("/hot")
		boolean hot() {
			long end = System.nanoTime() + SLOW.toNanos() + TimeUnit.MILLISECONDS.toNanos(50);
			for (int round = 0; round < ROUNDS || System.nanoTime() < end; round++) {
				Busy.plantedLoop(LOOPS);
			}
			return true;
		}

	}

}
