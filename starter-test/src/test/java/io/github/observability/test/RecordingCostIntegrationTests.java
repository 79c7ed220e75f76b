package io.github.observability.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.observability.test.plain.PlainRequests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a test costs with the recording, over the same test without it. The least of many
 * runs is compared, which nothing else on the machine can make longer. Time is measured
 * in the whole check only.
 */
@Tag("alone")
@EnabledIfSystemProperty(named = "tests.full", matches = "true")
class RecordingCostIntegrationTests {

	@Test
	void isAtMostFiftyMillisecondsATest() {
		double without = leastMillis(PlainRequests.Unrecorded.class);
		double with = leastMillis(PlainRequests.Recorded.class);
		System.out.printf("A test takes %.1f ms, recorded %.1f ms%n", without, with);
		assertThat(with - without).isLessThan(50);
	}

	private static double leastMillis(Class<?> tests) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClass(tests))
			.build();
		Durations durations = new Durations();
		LauncherFactory.create().execute(request, durations);
		return durations.leastNanos() / 1e6;
	}

	private static final class Durations implements TestExecutionListener {

		private final Map<String, Long> started = new ConcurrentHashMap<>();

		private final List<Long> nanos = new ArrayList<>();

		@Override
		public void executionStarted(TestIdentifier test) {
			this.started.put(test.getUniqueId(), System.nanoTime());
		}

		@Override
		public void executionFinished(TestIdentifier test, TestExecutionResult result) {
			long duration = System.nanoTime() - this.started.getOrDefault(test.getUniqueId(), 0L);
			assertThat(result.getThrowable()).isEmpty();
			if (test.isTest()) {
				this.nanos.add(duration);
			}
		}

		long leastNanos() {
			assertThat(this.nanos).hasSize(PlainRequests.TIMES);
			return Collections.min(this.nanos);
		}

	}

}
