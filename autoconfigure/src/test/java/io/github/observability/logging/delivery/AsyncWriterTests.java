package io.github.observability.logging.delivery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lines that a thread of its own writes, to an output that the tests hold up.
 */
class AsyncWriterTests {

	private static final int LINE = 1_000;

	private final ByteArrayOutputStream written = new ByteArrayOutputStream();

	private final DeliveryCounts counts = new DeliveryCounts();

	private final AtomicBoolean failing = new AtomicBoolean();

	private volatile CountDownLatch gate = new CountDownLatch(0);

	private volatile boolean reached;

	private final AsyncWriter writer = writer(Duration.ofMillis(20), Duration.ofSeconds(20));

	@AfterEach
	void open() {
		this.gate.countDown();
		this.writer.close();
	}

	@Test
	void writesLinesInOrder() {
		for (int i = 0; i < 1_000; i++) {
			write(Level.INFO, "line " + i);
		}
		this.writer.close();
		List<String> lines = this.written.toString(StandardCharsets.UTF_8).lines().toList();
		assertThat(lines).hasSize(1_000).startsWith("line 0").endsWith("line 999");
		assertThat(this.counts.writtenSoFar(Level.INFO)).isEqualTo(1_000);
	}

	@Test
	void dropsDebugFirstAndErrorLast() {
		stall();
		Level[] levels = { Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR };
		long[] accepted = new long[levels.length];
		for (int i = 0; i < levels.length; i++) {
			for (int line = 0; line < 200; line++) {
				write(levels[i], "x".repeat(LINE - 1));
			}
			accepted[i] = 200 - this.counts.droppedSoFar(levels[i]);
		}
		// 128 KB: 50, 75, 90 and 100 percent of 131 lines, less the one that is written.
		assertThat(accepted[0]).isBetween(64L, 67L);
		assertThat(accepted[1]).isBetween(31L, 34L);
		assertThat(accepted[2]).isBetween(18L, 21L);
		assertThat(accepted[3]).isBetween(12L, 15L);
		this.gate.countDown();
		this.writer.close();
		for (Level level : levels) {
			assertThat(this.counts.writtenSoFar(level) + this.counts.droppedSoFar(level)).isEqualTo(200);
		}
	}

	@Test
	void waitsOnceForABoundedTime() {
		stall();
		long longest = 0;
		long all = System.nanoTime();
		for (int i = 0; i < 500; i++) {
			long start = System.nanoTime();
			write(Level.ERROR, "x".repeat(LINE - 1));
			longest = Math.max(longest, System.nanoTime() - start);
		}
		assertThat(Duration.ofNanos(longest)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
		// Each of the 369 lines would wait 20 ms.
		assertThat(Duration.ofNanos(System.nanoTime() - all)).isLessThan(Duration.ofSeconds(5));
		assertThat(this.counts.droppedSoFar(Level.ERROR)).isPositive();
	}

	@Test
	void recoversAfterAStall() {
		stall();
		for (int i = 0; i < 500; i++) {
			write(Level.ERROR, "x".repeat(LINE - 1));
		}
		long dropped = this.counts.droppedSoFar(Level.ERROR);
		this.gate.countDown();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.counts.writtenSoFar(Level.ERROR) == 500 - dropped);
		for (int i = 0; i < 50; i++) {
			write(Level.ERROR, "after " + i);
		}
		this.writer.close();
		assertThat(this.counts.droppedSoFar(Level.ERROR)).isEqualTo(dropped);
		assertThat(this.written.toString(StandardCharsets.UTF_8).lines()).endsWith("after 49");
	}

	@Test
	void keepsAnInterruptForTheCaller() {
		stall();
		Thread.currentThread().interrupt();
		for (int i = 0; i < 200; i++) {
			write(Level.ERROR, "x".repeat(LINE - 1));
		}
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void countsWhatAnOutputRefuses() {
		this.failing.set(true);
		for (int i = 0; i < 10; i++) {
			write(Level.WARN, "lost");
		}
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.counts.droppedSoFar(Level.WARN) == 10);
		this.failing.set(false);
		write(Level.WARN, "found");
		this.writer.close();
		assertThat(this.counts.writtenSoFar(Level.WARN)).isEqualTo(1);
	}

	@Test
	void stopsWithinALimitAndCountsTheRest() {
		AsyncWriter hasty = writer(Duration.ZERO, Duration.ofMillis(50));
		stall();
		for (int i = 0; i < 20; i++) {
			hasty.write(line("x"), Level.INFO_INT);
		}
		long start = System.nanoTime();
		hasty.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
		this.gate.countDown();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.counts.writtenSoFar(Level.INFO) + this.counts.droppedSoFar(Level.INFO) == 20);
		hasty.write(line("late"), Level.INFO_INT);
		assertThat(this.counts.writtenSoFar(Level.INFO) + this.counts.droppedSoFar(Level.INFO)).isEqualTo(21);
	}

	@Test
	void countsLinesOfManyThreadsExactly() throws InterruptedException {
		AtomicLong sent = new AtomicLong();
		List<Thread> threads = new ArrayList<>();
		for (int thread = 0; thread < 16; thread++) {
			threads.add(new Thread(() -> {
				for (int i = 0; i < 2_000; i++) {
					write((i % 2 == 0) ? Level.DEBUG : Level.ERROR, "x".repeat(200));
					sent.incrementAndGet();
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		this.writer.close();
		long all = 0;
		for (Level level : new Level[] { Level.DEBUG, Level.ERROR }) {
			all += this.counts.writtenSoFar(level) + this.counts.droppedSoFar(level);
		}
		assertThat(all).isEqualTo(sent.get()).isEqualTo(32_000);
		assertThat(this.written.toString(StandardCharsets.UTF_8).lines().filter((line) -> !line.contains("dropped")))
			.hasSize((int) (this.counts.writtenSoFar(Level.DEBUG) + this.counts.writtenSoFar(Level.ERROR)))
			.allMatch((line) -> line.length() == 200);
	}

	/** The default of 10 ms is over long before. */
	@Test
	void waitsForRoomForAsLongAsConfigured() {
		AsyncWriter patient = configured("max-wait=150ms", "stop-timeout=0s", "queue-size=64KB");
		stall();
		long longest = 0;
		for (int i = 0; i < 70; i++) {
			long start = System.nanoTime();
			patient.write(line("x".repeat(LINE - 1)), Level.ERROR_INT);
			longest = Math.max(longest, System.nanoTime() - start);
		}
		patient.close();
		assertThat(this.counts.droppedSoFar(Level.ERROR)).isPositive();
		assertThat(Duration.ofNanos(longest)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
	}

	/** The default of 5 s would have it wait for longer. */
	@Test
	void stopsAfterTheTimeThatIsConfigured() {
		AsyncWriter hasty = configured("stop-timeout=0s");
		stall();
		hasty.write(line("x"), Level.INFO_INT);
		long start = System.nanoTime();
		hasty.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		assertThat(this.counts.writtenSoFar(Level.INFO)).isZero();
	}

	private AsyncWriter configured(String... settings) {
		MockEnvironment environment = new MockEnvironment();
		for (String setting : settings) {
			int split = setting.indexOf('=');
			environment.setProperty("observability.logging.async." + setting.substring(0, split),
					setting.substring(split + 1));
		}
		return new AsyncWriter(this::output, AsyncProperties.get(environment), this.counts);
	}

	@Test
	void writesOnIfNoThreadCanReportWhatWasDropped() {
		DeliveryCounts counts = new DeliveryCounts((task) -> {
			throw new OutOfMemoryError("unable to create native thread");
		});
		AsyncWriter writer = new AsyncWriter(this::output, AsyncProperties.defaults(), counts);
		counts.dropped(Level.INFO_INT);
		for (int i = 0; i < 3; i++) {
			long done = i + 1;
			writer.write(line("line " + i), Level.INFO_INT);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> counts.writtenSoFar(Level.INFO) == done);
		}
		writer.close();
		assertThat(this.written.toString(StandardCharsets.UTF_8).lines()).hasSize(3);
	}

	@Test
	void losesNoLineThatGetsRoomWhileItCloses() throws InterruptedException {
		for (int round = 0; round < 50; round++) {
			this.gate = new CountDownLatch(1);
			DeliveryCounts counts = new DeliveryCounts();
			DataSize queue = DataSize.ofKilobytes(64);
			AsyncWriter writer = new AsyncWriter(this::output,
					new AsyncProperties(queue, Duration.ofSeconds(1), Duration.ZERO), counts);
			writer.write(new byte[(int) queue.toBytes()], Level.ERROR_INT);
			Thread waiting = new Thread(() -> writer.write(line("waits for room"), Level.WARN_INT));
			waiting.start();
			Awaitility.await()
				.pollInterval(Duration.ofMillis(1))
				.atMost(Duration.ofSeconds(20))
				.until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
			this.gate.countDown();
			writer.close();
			waiting.join();
			Awaitility.await()
				.pollInterval(Duration.ofMillis(1))
				.atMost(Duration.ofSeconds(5))
				.until(() -> counts.writtenSoFar(Level.ERROR) + counts.writtenSoFar(Level.WARN)
						+ counts.droppedSoFar() == 2);
		}
	}

	private void stall() {
		this.gate = new CountDownLatch(1);
		write(Level.TRACE, "first");
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.reached);
	}

	private AsyncWriter writer(Duration maxWait, Duration stopTimeout) {
		return new AsyncWriter(this::output, new AsyncProperties(DataSize.ofKilobytes(128), maxWait, stopTimeout),
				this.counts);
	}

	private boolean output(byte[] bytes, int offset, int length) {
		this.reached = true;
		try {
			this.gate.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		if (this.failing.get()) {
			return false;
		}
		synchronized (this.written) {
			this.written.write(bytes, offset, length);
		}
		return true;
	}

	private void write(Level level, String text) {
		this.writer.write(line(text), level.levelInt);
	}

	private static byte[] line(String text) {
		return (text + "\n").getBytes(StandardCharsets.UTF_8);
	}

}
