package io.github.observability.saturation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jdk.jfr.consumer.RecordingStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

@ExtendWith(OutputCaptureExtension.class)
class PinnedThreadsTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final PinnedThreads pinned = new PinnedThreads(this.registry);

	@Test
	void tellsWhoKeptItsCarrierAndWhere(CapturedOutput output) {
		assumeThat(Runtime.version().feature()).as("needs JDK 21 or later").isGreaterThanOrEqualTo(21);
		this.pinned.start();
		try {
			assertThat(this.pinned.isRunning()).isTrue();
			new VirtualThreadTaskExecutor("pinned-").execute(() -> assertThat(Slow.STARTED).isTrue());
			Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
				Timer timer = pinnedFor((Runtime.version().feature() >= 24) ? "class_initializer" : "unknown");
				assertThat(timer.count()).isPositive();
				assertThat(timer.max(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(20);
			});
			Awaitility.await()
				.untilAsserted(() -> assertThat(output.getOut()).containsOnlyOnce("PinnedThreadsTests$Slow.<clinit>:"));
		}
		finally {
			this.pinned.stop();
		}
		assertThat(this.pinned.isRunning()).isFalse();
	}

	@Test
	void saysThatOlderJavaHasNone(CapturedOutput output) {
		assumeThat(Runtime.version().feature()).as("needs a JDK before 21").isLessThan(21);
		this.pinned.start();
		assertThat(this.pinned.isRunning()).isFalse();
		assertThat(output.getOut()).contains("has no effect before Java 21");
	}

	@Test
	void closesAStreamThatDoesNotStart(CapturedOutput output) {
		assumeThat(Runtime.version().feature()).as("needs JDK 21 or later").isGreaterThanOrEqualTo(21);
		RecordingStream stream = mock();
		given(stream.enable(any(String.class))).willThrow(new IllegalStateException("no room"));
		PinnedThreads broken = new PinnedThreads(this.registry, () -> stream);
		broken.start();
		assertThat(broken.isRunning()).isFalse();
		verify(stream).close();
		assertThat(output.getOut()).contains("Flight Recorder does not start");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			VM call to com.example.Rides.<clinit> on stack, CLASS_INITIALIZER
			Native or VM frame on stack, NATIVE_FRAME
			Critical section, CRITICAL_SECTION
			Monitor held, MONITOR
			Something new, OTHER
			, UNKNOWN
			""")
	void hasFewReasons(String text, PinnedThreads.Reason reason) {
		assertThat(PinnedThreads.Reason.of(text)).isEqualTo(reason);
	}

	private Timer pinnedFor(String reason) {
		return this.registry.get("observability.saturation.threads.pinned").tag("reason", reason).timer();
	}

	/** Waits while its class is initialized, which keeps the carrier. */
	static final class Slow {

		static final boolean STARTED;

		static {
			LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
			STARTED = true;
		}

		private Slow() {
		}

	}

}
