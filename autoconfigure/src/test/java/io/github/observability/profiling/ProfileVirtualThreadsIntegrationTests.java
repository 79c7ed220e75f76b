package io.github.observability.profiling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

import io.github.observability.testing.ChildJvm;
import io.github.observability.testing.Volume;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeAttachedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeClosedEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Profiles of JVMs with many virtual threads.
 */
@Tag("jdk")
@EnabledForJreRange(min = JRE.JAVA_21)
class ProfileVirtualThreadsIntegrationTests {

	private static final int THREADS = Volume.of(25_000, 1_000_000);

	/**
	 * What a waiting thread takes, with its stack, its trace and its place in a queue.
	 */
	private static final int THREAD_BYTES = 3_500;

	/** The application and all profiles. */
	private static final int MARGIN_MB = 128;

	@TempDir
	private Path directory;

	@Test
	void survivesManyThreads() throws IOException, InterruptedException {
		int megabytes = MARGIN_MB + (int) ((long) THREADS * THREAD_BYTES >> 20);
		// Threads that wait are old at once, rather than copied again and again.
		List<String> command = command("-Xms" + megabytes + "m", "-Xmx" + megabytes + "m", "-Xmn" + megabytes / 8 + "m",
				"-XX:MaxTenuringThreshold=0", "-XX:+ExitOnOutOfMemoryError");
		command.addAll(List.of(Many.class.getName(), String.valueOf(THREADS)));
		assertThat(ProfileChildJvmIntegrationTests.run(command)).contains("continuous: running")
			.contains("waiting: " + THREADS)
			.containsPattern("cpu: \\d+ characters")
			.containsPattern("wall: \\d+ characters")
			.containsPattern("alloc: \\d+ characters")
			.containsPattern("lock: \\d+ characters")
			.contains("evidence: true")
			.contains("settled: " + Many.TRACES)
			.contains("left: []")
			.contains("recordings: []")
			.contains("files: []");
	}

	/**
	 * The only processor of virtual threads is taken by one that does not give it back.
	 */
	@Test
	void endsInTimeForACallerWhoseThreadDoesNotGoOn() throws IOException, InterruptedException {
		List<String> command = command("-Djdk.virtualThreadScheduler.parallelism=1",
				"-Djdk.virtualThreadScheduler.maxPoolSize=1");
		command.add(Starved.class.getName());
		assertThat(ProfileChildJvmIntegrationTests.run(command)).containsPattern("next: \\d+ characters")
			.contains("recordings: []")
			.containsPattern("starved: \\d+ characters")
			.contains("left: []")
			.contains("files: []");
	}

	private List<String> command(String... options) {
		List<String> command = ChildJvm.command("-Djava.io.tmpdir=" + this.directory, "-cp",
				ProfileChildJvmIntegrationTests.classPath(false));
		command.addAll(List.of(options));
		return command;
	}

	/** Tests compile for JDK 17. */
	private static ThreadFactory virtualThreads() {
		Object builder = ReflectionUtils.invokeMethod(ReflectionUtils.findMethod(Thread.class, "ofVirtual"), null);
		return (ThreadFactory) ReflectionUtils.invokeMethod(ReflectionUtils
			.findMethod(ReflectionUtils.findMethod(Thread.class, "ofVirtual").getReturnType(), "factory"), builder);
	}

	private static void printLeft() throws IOException, InterruptedException {
		System.out.println("left: " + ProfileChildJvmIntegrationTests.threads("observability", "JFR Event Stream"));
		System.out.println("recordings: " + FlightRecorder.getFlightRecorder().getRecordings());
		System.out.println("files: " + ProfileChildJvmIntegrationTests.files());
	}

	/**
	 * An application that takes profiles while it has many virtual threads: most wait for
	 * a trace that they all work for, some begin and end, and one computes.
	 */
	public static final class Many {

		static final int TRACES = 50;

		/** More than are remembered. */
		private static final int ENDING = 20_000;

		/** Leaves room for those of the one that computes. */
		private static final int OTHER_SAMPLES = 16_000;

		/** How many may begin before they wait. */
		private static final int BEGINNING = 1_000;

		private static final SpanContext TRACE = SpanContext.create("0000000000000000000000000000000a",
				"000000000000000a", TraceFlags.getDefault(), TraceState.getDefault());

		private final ThreadFactory factory = virtualThreads();

		private final CountDownLatch end = new CountDownLatch(1);

		private final CountDownLatch never = new CountDownLatch(1);

		private final ThreadTimes times;

		private volatile boolean closed;

		private Many(ThreadTimes times) {
			this.times = times;
		}

		public static void main(String[] arguments) throws IOException, InterruptedException {
			try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
				context.setEnvironment(new MockEnvironment().withProperty("spring.jmx.enabled", "true")
					.withProperty("management.endpoints.jmx.exposure.include", "profile")
					.withProperty("observability.profiling.endpoint.enabled", "true")
					.withProperty("observability.profiling.continuous.enabled", "true"));
				context.register(ProfileChildJvmIntegrationTests.Application.class);
				context.refresh();
				System.out.println("continuous: "
						+ ProfileChildJvmIntegrationTests.state(context.getBean(ContinuousProfiler.class)));
				new Many(context.getBean(ThreadTimes.class)).run(Integer.parseInt(arguments[0]),
						context.getBean(Profiles.class), context.getBean(SlowTraceProfiles.class));
			}
			printLeft();
		}

		private void run(int threads, Profiles profiles, SlowTraceProfiles slowTraces) throws InterruptedException {
			Thread computing = start(this::compute);
			CountDownLatch waiting = new CountDownLatch(threads);
			CountDownLatch ended = new CountDownLatch(ENDING);
			Semaphore beginning = new Semaphore(BEGINNING);
			for (int i = 0; i < threads; i++) {
				boolean ends = i < ENDING;
				beginning.acquire();
				start(() -> {
					attach();
					beginning.release();
					waiting.countDown();
					await(ends ? this.end : this.never);
					this.times.onEvent(new ScopeClosedEvent());
					ended.countDown();
				});
			}
			waiting.await();
			System.out.println("waiting: " + (threads - waiting.getCount()));
			Thread beginnings = new Thread(this::beginAndEnd);
			beginnings.start();
			for (String event : List.of("cpu", "wall", "alloc", "lock")) {
				System.out.println(event + ": " + ProfileChildJvmIntegrationTests.answer(profiles, event));
			}
			System.out.println("evidence: " + hasEvidence(slowTraces));
			this.end.countDown();
			ended.await();
			System.out.println("settled: " + settle(slowTraces));
			this.closed = true;
			beginnings.join();
			computing.join();
		}

		private Thread start(Runnable work) {
			Thread thread = this.factory.newThread(work);
			thread.start();
			return thread;
		}

		private void attach() {
			this.times.onEvent(new ScopeAttachedEvent(Context.root().with(Span.wrap(TRACE))));
		}

		private static void await(CountDownLatch latch) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		/** The scope is closed at times, so that the time until then is remembered. */
		private void compute() {
			while (!this.closed) {
				attach();
				Busy.plantedLoop(10_000_000);
				this.times.onEvent(new ScopeClosedEvent());
				Thread.yield();
			}
		}

		private void beginAndEnd() {
			Semaphore running = new Semaphore(BEGINNING);
			while (!this.closed) {
				running.acquireUninterruptibly();
				start(() -> {
					attach();
					this.times.onEvent(new ScopeClosedEvent());
					running.release();
				});
			}
		}

		/** Samples are known later than they are taken. */
		private static boolean hasEvidence(SlowTraceProfiles slowTraces) {
			AtomicReference<@Nullable EventData> found = new AtomicReference<>();
			while (found.get() == null) {
				slowTraces.find(root(), found::set);
				slowTraces.flush();
				Thread.yield();
			}
			return found.get().getAttributes().toString().contains(Busy.FRAME);
		}

		/** As many samples as are kept, each compared with all threads of the trace. */
		private static int settle(SlowTraceProfiles slowTraces) {
			for (int i = 1; i <= OTHER_SAMPLES; i++) {
				slowTraces.sampled(System.currentTimeMillis() * 1_000_000, Long.MAX_VALUE - i, "com.example.Other.run");
			}
			List<@Nullable EventData> found = new ArrayList<>();
			for (int i = 0; i < TRACES; i++) {
				slowTraces.find(root(), found::add);
				slowTraces.flush();
			}
			return found.size();
		}

		private static SpanData root() {
			long now = System.currentTimeMillis() * 1_000_000;
			return TestSpanData.builder()
				.setSpanContext(TRACE)
				.setName("get /slow")
				.setKind(SpanKind.SERVER)
				.setStatus(StatusData.unset())
				.setStartEpochNanos(now - 1_000_000_000)
				.setEndEpochNanos(now)
				.setHasEnded(true)
				.build();
		}

	}

	/**
	 * A caller on a virtual thread, and another one that begins when the caller waits and
	 * does not end before the profile has.
	 */
	public static final class Starved {

		private Starved() {
		}

		public static void main(String[] arguments) throws IOException, InterruptedException {
			ThreadFactory factory = virtualThreads();
			Profiles profiles = new Profiles(new Profilers(new TemporaryFolder(), Starved.class.getClassLoader()),
					null);
			CountDownLatch running = new CountDownLatch(1);
			CountDownLatch recorded = new CountDownLatch(1);
			CountDownLatch next = new CountDownLatch(1);
			FlightRecorder.addListener(new FlightRecorderListener() {

				@Override
				public void recordingStateChanged(Recording recording) {
					if (recording.getState() == RecordingState.RUNNING && running.getCount() > 0) {
						factory.newThread(() -> {
							running.countDown();
							while (next.getCount() > 0) {
								Thread.onSpinWait();
							}
						}).start();
					}
					else if (recording.getState() == RecordingState.CLOSED) {
						recorded.countDown();
					}
				}

			});
			AtomicReference<@Nullable String> answer = new AtomicReference<>();
			Thread caller = factory
				.newThread(() -> answer.set(ProfileChildJvmIntegrationTests.answer(profiles, "cpu")));
			caller.start();
			running.await();
			recorded.await();
			System.out.println("next: " + next(profiles));
			next.countDown();
			caller.join();
			System.out.println("starved: " + answer.get());
			printLeft();
		}

		/** There is room as soon as the recording has been read. */
		private static String next(Profiles profiles) {
			String answer;
			do {
				answer = ProfileChildJvmIntegrationTests.answer(profiles, "wall");
			}
			while (answer.startsWith("409"));
			return answer;
		}

	}

}
