package io.github.observability.profiling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.github.observability.testing.Volume;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeAttachedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeClosedEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which virtual threads are sampled, and what they cost.
 */
@Tag("jdk")
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadSamplerTests {

	private static final int WAITING = Volume.of(50_000, 100_000);

	private final ThreadTimes threads = new ThreadTimes();

	private volatile boolean closed;

	@Test
	void visitsThreadsThatWorkForATraceLongEnough() throws Exception {
		this.threads.on(true);
		try (Workers workers = new Workers()) {
			CountDownLatch working = new CountDownLatch(1);
			CountDownLatch end = new CountDownLatch(1);
			Future<?> worker = workers.submit(() -> work(working, end));
			working.await();
			assertThat(visited(Long.MAX_VALUE, 16)).isEmpty();
			assertThat(visited(0, 16)).hasSize(1);
			assertThat(visited(0, 0)).isEmpty();
			end.countDown();
			worker.get();
			assertThat(visited(0, 16)).isEmpty();
		}
	}

	@Test
	void samplesThoseThatRun() throws Exception {
		this.threads.on(true);
		List<String> frames = new ArrayList<>();
		List<Long> times = new ArrayList<>();
		VirtualThreadSampler sampler = new VirtualThreadSampler(this.threads, (epochNanos, thread, frame, nanos) -> {
			frames.add(frame);
			times.add(nanos);
		});
		long start = System.nanoTime();
		try (Workers workers = new Workers()) {
			CountDownLatch waiting = new CountDownLatch(1);
			CountDownLatch end = new CountDownLatch(1);
			CountDownLatch running = new CountDownLatch(1);
			workers.submit(() -> work(waiting, end));
			Future<?> busy = workers.submit(() -> {
				attach();
				running.countDown();
				while (!this.closed) {
					Busy.plantedLoop(1_000_000);
				}
				this.threads.onEvent(new ScopeClosedEvent());
			});
			waiting.await();
			running.await();
			try {
				long deadline = System.nanoTime() + 30_000_000_000L;
				while (frames.size() < 5 && System.nanoTime() < deadline) {
					sampler.look();
					Thread.onSpinWait();
				}
			}
			finally {
				this.closed = true;
				end.countDown();
			}
			busy.get();
		}
		assertThat(frames).hasSizeGreaterThanOrEqualTo(5).allMatch(Busy.FRAME::equals);
		assertThat(times).allMatch((nanos) -> nanos > 0);
		assertThat(times.stream().mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(System.nanoTime() - start);
	}

	/**
	 * However long the last visit ago, a thread cannot have worked longer than it has had
	 * its trace.
	 */
	@Test
	void countsEachMomentOnce() throws Exception {
		this.threads.on(true);
		long start = System.nanoTime();
		try (Workers workers = new Workers()) {
			CountDownLatch working = new CountDownLatch(1);
			CountDownLatch end = new CountDownLatch(1);
			workers.submit(() -> work(working, end));
			working.await();
			long counted = 0;
			for (int i = 0; i < 100; i++) {
				counted += visitedNanos();
			}
			assertThat(counted).isPositive().isLessThanOrEqualTo(System.nanoTime() - start);
			end.countDown();
		}
	}

	@Test
	void forgetsThreadsWhileItIsOff() throws Exception {
		this.threads.on(true);
		try (Workers workers = new Workers()) {
			CountDownLatch working = new CountDownLatch(2);
			CountDownLatch end = new CountDownLatch(1);
			workers.submit(() -> work(working, end));
			Awaitility.await().until(() -> working.getCount() == 1);
			this.threads.on(false);
			workers.submit(() -> work(working, end));
			working.await();
			assertThat(visited(0, 16)).isEmpty();
			end.countDown();
		}
	}

	@Test
	void runsOneThreadBetweenStartAndStop() {
		VirtualThreadSampler sampler = new VirtualThreadSampler(this.threads, (epochNanos, thread, frame, nanos) -> {
		});
		long before = samplers();
		sampler.start();
		Awaitility.await().until(() -> samplers() == before + 1);
		sampler.stop();
		Awaitility.await().until(() -> samplers() == before);
	}

	private static long samplers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("observability-profiling-virtual"))
			.count();
	}

	/**
	 * Between two spans of its trace, a thread may lose its place to any of the many that
	 * begin meanwhile.
	 */
	@Test
	void remembersAgainAThreadThatGoesOnWithItsTrace() throws Exception {
		this.threads.on(true);
		try (Workers workers = new Workers()) {
			CountDownLatch paused = new CountDownLatch(1);
			CountDownLatch goesOn = new CountDownLatch(1);
			CountDownLatch working = new CountDownLatch(1);
			CountDownLatch end = new CountDownLatch(1);
			workers.submit(() -> {
				attach();
				this.threads.onEvent(new ScopeClosedEvent());
				paused.countDown();
				goesOn.await();
				work(working, end);
				return null;
			});
			paused.await();
			CountDownLatch nothing = new CountDownLatch(0);
			for (int i = 0; i < 2 * 4096; i++) {
				workers.submit(() -> work(nothing, nothing)).get();
			}
			goesOn.countDown();
			working.await();
			assertThat(visited(0, 16)).hasSize(1);
			end.countDown();
		}
	}

	/**
	 * Threads that wait leave their places to those that run.
	 */
	@Test
	void remembersAThreadThatRunsAmongManyThatWait() throws Exception {
		this.threads.on(true);
		try (Workers workers = new Workers()) {
			CountDownLatch waiting = new CountDownLatch(3 * 4096);
			CountDownLatch end = new CountDownLatch(1);
			for (int i = 0; i < 3 * 4096; i++) {
				workers.submit(() -> work(waiting, end));
			}
			waiting.await();
			this.threads.visitVirtual(0, Integer.MAX_VALUE, (thread, nanos) -> false);
			AtomicReference<Thread> running = new AtomicReference<>();
			CountDownLatch working = new CountDownLatch(1);
			workers.submit(() -> {
				running.set(Thread.currentThread());
				work(working, end);
			});
			working.await();
			assertThat(visited(0, Integer.MAX_VALUE)).hasSize(4096).contains(running.get());
			end.countDown();
		}
	}

	/**
	 * However many threads work for traces, a number of places remembers them.
	 */
	@Test
	void remembersABoundedNumberOfThreads() throws Exception {
		this.threads.on(true);
		try (Workers workers = new Workers()) {
			CountDownLatch working = new CountDownLatch(WAITING);
			CountDownLatch end = new CountDownLatch(1);
			for (int i = 0; i < WAITING; i++) {
				workers.submit(() -> work(working, end));
			}
			working.await();
			assertThat(visited(0, Integer.MAX_VALUE)).hasSize(4096);
			end.countDown();
		}
		assertThat(visited(0, Integer.MAX_VALUE)).isEmpty();
	}

	private void work(CountDownLatch working, CountDownLatch end) {
		attach();
		working.countDown();
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.threads.onEvent(new ScopeClosedEvent());
	}

	private void attach() {
		SpanContext span = SpanContext.create("0000000000000000000000000000000a", "000000000000000a",
				TraceFlags.getDefault(), TraceState.getDefault());
		this.threads.onEvent(new ScopeAttachedEvent(Context.root().with(Span.wrap(span))));
	}

	private List<Thread> visited(long least, int most) {
		List<Thread> visited = new ArrayList<>();
		this.threads.visitVirtual(least, most, (thread, nanos) -> visited.add(thread));
		return visited;
	}

	private long visitedNanos() {
		AtomicLong sum = new AtomicLong();
		this.threads.visitVirtual(0, 16, (thread, nanos) -> sum.addAndGet(nanos) >= 0);
		return sum.get();
	}

	/**
	 * An executor of virtual threads, by reflection because tests compile for JDK 17.
	 */
	private static final class Workers implements AutoCloseable {

		private final ExecutorService executor = (ExecutorService) ReflectionUtils
			.invokeMethod(ReflectionUtils.findMethod(Executors.class, "newVirtualThreadPerTaskExecutor"), null);

		Future<?> submit(Runnable work) {
			return this.executor.submit(work);
		}

		void submit(Callable<?> work) {
			this.executor.submit(work);
		}

		@Override
		public void close() {
			this.executor.shutdown();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(this.executor::isTerminated);
		}

	}

}
