package io.github.observability.incidents.signal;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.observability.FailureTable;
import io.github.observability.RecordedNames;
import io.github.observability.SemanticConvention;
import io.github.observability.incidents.detection.ForestDetector;
import io.github.observability.saturation.ResourceUse;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What reading costs. What other tests left in the virtual machine would be measured,
 * too, and a busy neighbor makes the processor slower.
 */
@Tag("alone")
class SignalCostIntegrationTests {

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final List<ResourceUse> resources = IntStream.range(0, 15)
		.mapToObj((i) -> new ResourceUse("pool" + i, 0.5, 1.0, null))
		.toList();

	private SignalReader reader(RouteVectors vectors) {
		SignalReader.Sources sources = new SignalReader.Sources(this.registry,
				RecordedNames.of(SemanticConvention.MICROMETER), FailureTable.defaults(), () -> this.resources, Map::of,
				(name) -> false);
		return new SignalReader(sources, vectors, new MeterChanges() {

			@Override
			public void poolResized(String pool, String before, String after) {
			}

			@Override
			public void newException(String exception, Subject subject) {
			}

		}, 200);
	}

	/**
	 * CPU time of the thread, which does not depend on what else the machine does. The
	 * limit leaves room for slower processors, as tests run with the first compiler only.
	 */
	@Test
	void aStepOverTwoHundredSignalsIsCheapAndSmall() {
		List<Timer> timers = timers();
		RouteVectors vectors = new RouteVectors(ForestDetector::new);
		SignalReader reader = reader(vectors);
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long before = usedHeap();
		long[] nanos = new long[500];
		long step = 1_000;
		for (int i = 0; i < nanos.length; i++) {
			for (int j = 0; j < 10; j++) {
				timers.forEach((timer) -> timer.record(30, TimeUnit.MILLISECONDS));
			}
			long start = threads.getCurrentThreadCpuTime();
			reader.read(step++, 10);
			nanos[i] = threads.getCurrentThreadCpuTime() - start;
		}
		long used = usedHeap() - before;
		Arrays.sort(nanos);
		int watched = reader.series().size();
		assertThat(watched).isGreaterThan(190);
		assertThat(nanos[nanos.length / 2]).isLessThan(Duration.ofMillis(5).toNanos());
		assertThat(used).isLessThan(5_000_000);
		assertThat(vectors.explain(reader.busiestRoutes(1).get(0))).contains(" % by ");
	}

	private List<Timer> timers() {
		List<Timer> timers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			timers.add(served("/route" + i, "SUCCESS"));
			timers.add(served("/route" + i, "SERVER_ERROR"));
		}
		for (int i = 0; i < 72; i++) {
			timers.add(Timer.builder("http.client.requests")
				.tags("client.name", "service" + i % 12, "uri", "/" + i / 12, "error", "none")
				.serviceLevelObjectives(Duration.ofMillis(50), Duration.ofMillis(500))
				.register(this.registry));
		}
		for (int i = 0; i < 8; i++) {
			timers.add(Timer.builder("tasks.scheduled.execution")
				.tags("code.function", "task" + i, "error", "none")
				.serviceLevelObjectives(Duration.ofMillis(50), Duration.ofMillis(500))
				.register(this.registry));
		}
		return timers;
	}

	private Timer served(String uri, String outcome) {
		return Timer.builder("http.server.requests")
			.tags("method", "GET", "uri", uri, "outcome", outcome, "exception",
					outcome.equals("SUCCESS") ? "none" : "RideException")
			.serviceLevelObjectives(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(500))
			.register(this.registry);
	}

	/**
	 * The least of several readings: a thread that begins to allocate takes a buffer of
	 * two megabytes, which counts as used.
	 */
	private static long usedHeap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 10; i++) {
			System.gc();
			least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
		}
		return least;
	}

}
