package io.github.observability.logging.delivery;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

@Timeout(60)
class CombiningWriterTests {

	private final GatedOutput output = new GatedOutput();

	private final DeliveryCounts counts = new DeliveryCounts();

	private final CombiningWriter writer = new CombiningWriter(this.output, this.counts, false);

	private final List<Thread> started = new ArrayList<>();

	@AfterEach
	void end() throws InterruptedException {
		this.output.open();
		for (Thread thread : this.started) {
			thread.join();
		}
		this.writer.close();
	}

	@Test
	void writesIfNoThreadCanReportWhatWasDropped() {
		DeliveryCounts counts = new DeliveryCounts((task) -> {
			throw new OutOfMemoryError("unable to create native thread");
		});
		CombiningWriter writer = new CombiningWriter(this.output, counts, false);
		this.output.open();
		counts.dropped(Level.INFO_INT);
		write(writer, line("a"));
		assertThat(writer.tryWrite(line("b"), 2, Level.INFO_INT)).isTrue();
		writer.close();
		assertThat(this.output.text()).isEqualTo("a\nb\n");
	}

	@Test
	void writesTheLineOfASingleThreadAtOnce() {
		this.output.open();
		write(this.writer, line("a"));
		assertThat(this.output.text()).isEqualTo("a\n");
		write(this.writer, line("b"));
		assertThat(this.output.text()).isEqualTo("a\nb\n");
		assertThat(this.output.lengths()).containsExactly(2, 2);
	}

	@Test
	void writesLinesOfManyThreadsTogetherAndNobodyWaits() throws InterruptedException {
		Thread first = start(() -> write(this.writer, line("first")));
		this.output.awaitReached();
		List<Thread> others = IntStream.range(0, 64)
			.mapToObj((i) -> start(() -> write(this.writer, line("other " + i))))
			.toList();
		for (Thread other : others) {
			other.join();
		}
		assertThat(this.output.text()).isEmpty();
		this.output.open();
		first.join();
		assertThat(this.output.lengths()).hasSize(2);
		assertThat(this.output.lines()).hasSize(65).startsWith("first").doesNotHaveDuplicates();
		assertThat(this.output.threads()).containsOnly(first);
	}

	@Test
	void writesFromRoomThatIsUsedAgainWhereTheOutputIsFree() {
		this.output.open();
		byte[] room = Arrays.copyOf(line("first"), 100);
		assertThat(this.writer.tryWrite(room, 6, Level.INFO_INT)).isTrue();
		Arrays.fill(room, (byte) 'x');
		assertThat(this.output.text()).isEqualTo("first\n");
		assertThat(this.writer.tryWrite(room, 0, Level.INFO_INT)).isTrue();
		this.writer.close();
		assertThat(this.writer.tryWrite(room, 6, Level.INFO_INT)).as("a closed writer needs no copy").isTrue();
		assertThat(this.output.text()).isEqualTo("first\n");
	}

	@Test
	void needsACopyWhereTheOutputIsTaken() throws InterruptedException {
		Thread first = start(() -> write(this.writer, line("first")));
		this.output.awaitReached();
		assertThat(this.writer.tryWrite(line("second"), 7, Level.INFO_INT)).isFalse();
		write(this.writer, line("second"));
		this.output.open();
		first.join();
		assertThat(this.output.lines()).containsExactly("first", "second");
	}

	@Test
	void keepsTheOrderOfAThread() throws InterruptedException {
		this.output.open();
		int lines = 2_000;
		for (int thread = 0; thread < 8; thread++) {
			String name = "t" + thread + " ";
			start(() -> IntStream.range(0, lines).forEach((i) -> write(this.writer, line(name + i))));
		}
		for (Thread thread : this.started) {
			thread.join();
		}
		this.writer.flush();
		for (int thread = 0; thread < 8; thread++) {
			String name = "t" + thread + " ";
			assertThat(this.output.lines().stream().filter((line) -> line.startsWith(name)))
				.containsExactlyElementsOf(IntStream.range(0, lines).mapToObj((i) -> name + i).toList());
		}
	}

	@Test
	void waitsWhereTooMuchIsQueuedAndLosesNothing() throws InterruptedException {
		fillTheQueue();
		Thread waiting = start(() -> write(this.writer, line("last")));
		awaitWaiting(waiting);
		this.output.open();
		waiting.join();
		assertThat(this.output.lines()).hasSize(CombiningWriter.MAX_QUEUED_BYTES / 1024 + 2).endsWith("last");
	}

	@Test
	void keepsTheLineAndTheInterruptOfAThreadThatWaits() throws InterruptedException {
		fillTheQueue();
		AtomicBoolean interrupted = new AtomicBoolean();
		Thread waiting = start(() -> {
			write(this.writer, line("last"));
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		awaitWaiting(waiting);
		waiting.interrupt();
		this.output.open();
		waiting.join();
		assertThat(this.output.lines()).endsWith("last");
		assertThat(interrupted).isTrue();
	}

	@Test
	void letsAWaitingThreadTakeOverAfterAShare() throws InterruptedException {
		Thread first = fillTheQueue();
		Thread waiting = start(() -> write(this.writer, line("last")));
		awaitWaiting(waiting);
		this.output.open();
		waiting.join();
		first.join();
		assertThat(this.output.threads()).startsWith(first).endsWith(waiting);
		assertThat(this.output.lengths())
			.allSatisfy((length) -> assertThat(length).isLessThanOrEqualTo(CombiningWriter.MAX_COMBINED_BYTES));
	}

	@Test
	void writesALineThatIsLongerThanWhatIsCombined() throws InterruptedException {
		String longLine = "x".repeat(CombiningWriter.MAX_COMBINED_BYTES + 1);
		Thread first = start(() -> write(this.writer, line("first")));
		this.output.awaitReached();
		write(this.writer, line("before"));
		write(this.writer, line(longLine));
		write(this.writer, line("after"));
		this.output.open();
		first.join();
		assertThat(this.output.lines()).containsExactly("first", "before", longLine, "after");
	}

	@Test
	void keepsTheLinesOfOthersWhenTheThreadThatWritesFails() throws InterruptedException {
		GatedOutput gated = new GatedOutput();
		AtomicReference<Throwable> seen = new AtomicReference<>();
		CombiningWriter failing = new CombiningWriter((bytes, offset, length) -> {
			gated.write(bytes, offset, length);
			if (gated.lengths().size() == 1) {
				throw new StackOverflowError();
			}
			return true;
		}, this.counts, false);
		Thread first = start(() -> {
			try {
				write(failing, line("first"));
			}
			catch (StackOverflowError ex) {
				seen.set(ex);
			}
		});
		gated.awaitReached();
		write(failing, line("other"));
		gated.open();
		first.join();
		assertThat(seen.get()).isInstanceOf(StackOverflowError.class);
		write(failing, line("next"));
		failing.close();
		assertThat(gated.lines()).containsExactly("first", "other", "next");
	}

	@Test
	void keepsCombinedLinesThatTheOutputRefused() {
		List<String> written = new ArrayList<>();
		AtomicBoolean broken = new AtomicBoolean(true);
		AtomicReference<CombiningWriter> self = new AtomicReference<>();
		CombiningWriter failing = new CombiningWriter((bytes, offset, length) -> {
			String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
			if (text.startsWith("outer")) {
				write(self.get(), line("inner"));
			}
			else if (broken.getAndSet(false)) {
				throw new IllegalStateException("not now");
			}
			written.add(text);
			return true;
		}, this.counts, false);
		self.set(failing);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> write(failing, line("outer")));
		failing.close();
		assertThat(written).containsExactly("outer\n", "inner\n");
	}

	@Test
	void writesWhatTheOutputItselfLogs() {
		List<String> written = new ArrayList<>();
		AtomicReference<CombiningWriter> self = new AtomicReference<>();
		CombiningWriter logging = new CombiningWriter((bytes, offset, length) -> {
			String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
			if (text.startsWith("outer")) {
				write(self.get(), line("inner"));
			}
			written.add(text);
			return true;
		}, this.counts, false);
		self.set(logging);
		write(logging, line("outer"));
		logging.close();
		assertThat(written).containsExactly("outer\n", "inner\n");
	}

	@Test
	void writesWhatIsQueuedBeforeItCloses() throws InterruptedException {
		Thread first = start(() -> write(this.writer, line("first")));
		this.output.awaitReached();
		write(this.writer, line("queued"));
		Thread closing = start(this.writer::close);
		awaitWaiting(closing);
		this.output.open();
		closing.join();
		first.join();
		write(this.writer, line("late"));
		assertThat(this.output.lines()).containsExactly("first", "queued");
	}

	@Test
	void flushReturnsOnceTheQueueIsWritten() throws InterruptedException {
		start(() -> write(this.writer, line("first")));
		this.output.awaitReached();
		write(this.writer, line("queued"));
		Thread flushing = start(this.writer::flush);
		awaitWaiting(flushing);
		this.output.open();
		flushing.join();
		assertThat(this.output.lines()).containsExactly("first", "queued");
	}

	@Test
	void countsTheLinesThatTheOutputRefuses() throws InterruptedException {
		this.output.refuse(true);
		Thread first = start(() -> this.writer.write(line("first"), Level.ERROR_INT));
		this.output.awaitReached();
		this.writer.write(line("second"), Level.WARN_INT);
		this.writer.write(line("third"), Level.WARN_INT);
		this.writer.write(line("x".repeat(CombiningWriter.MAX_COMBINED_BYTES)), Level.DEBUG_INT);
		this.output.open();
		first.join();
		this.writer.tryWrite(line("fourth"), 7, Level.INFO_INT);
		this.output.refuse(false);
		write(this.writer, line("fifth"));
		this.writer.close();
		write(this.writer, line("late"));
		this.writer.tryWrite(line("late"), 5, Level.TRACE_INT);
		assertThat(this.output.lines()).containsExactly("fifth");
		assertThat(this.counts.droppedSoFar(Level.ERROR)).isOne();
		assertThat(this.counts.droppedSoFar(Level.WARN)).isEqualTo(2);
		assertThat(this.counts.droppedSoFar(Level.DEBUG)).isOne();
		assertThat(this.counts.droppedSoFar(Level.INFO)).isEqualTo(2);
		assertThat(this.counts.droppedSoFar(Level.TRACE)).isOne();
	}

	@Test
	void returnsOnceTheLineIsWrittenWhereThreadsWait() throws InterruptedException {
		CombiningWriter waiting = new CombiningWriter(this.output, this.counts, true);
		Queue<String> returnedTooSoon = new ConcurrentLinkedQueue<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			String text = "line " + i;
			threads.add(start(() -> {
				write(waiting, line(text));
				if (!this.output.lines().contains(text)) {
					returnedTooSoon.add(text);
				}
			}));
		}
		this.output.awaitReached();
		threads.stream().filter((thread) -> !this.output.threads().contains(thread)).forEach((thread) -> {
			awaitWaiting(thread);
			// The line waits all the same.
			thread.interrupt();
		});
		assertThat(this.output.text()).isEmpty();
		this.output.open();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(returnedTooSoon).isEmpty();
		assertThat(this.output.lines()).hasSize(16).doesNotHaveDuplicates();
		assertThat(this.output.lengths()).as("the first line, and all others together").hasSize(2);
		waiting.close();
	}

	@Test
	void losesNoLineOfManyThreadsThatWait() throws InterruptedException {
		this.output.open();
		CombiningWriter waiting = new CombiningWriter(this.output, this.counts, true);
		int lines = 500;
		for (int thread = 0; thread < 8; thread++) {
			String name = "t" + thread + " ";
			start(() -> IntStream.range(0, lines).forEach((i) -> write(waiting, line(name + i))));
		}
		for (Thread thread : this.started) {
			thread.join();
		}
		for (int thread = 0; thread < 8; thread++) {
			String name = "t" + thread + " ";
			assertThat(this.output.lines().stream().filter((line) -> line.startsWith(name)))
				.containsExactlyElementsOf(IntStream.range(0, lines).mapToObj((i) -> name + i).toList());
		}
		waiting.close();
	}

	@Test
	@Tag("jdk")
	void pinsNoCarrierOfTenThousandVirtualThreads(@TempDir Path directory) throws Exception {
		assumeThat(Runtime.version().feature()).as("needs JDK 24 or later").isGreaterThanOrEqualTo(24);
		this.output.open();
		int threads = 10_000;
		CountDownLatch done = new CountDownLatch(threads);
		Path file = directory.resolve("pinned.jfr");
		try (Recording recording = new Recording()) {
			recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO);
			recording.start();
			VirtualThreadTaskExecutor executor = new VirtualThreadTaskExecutor("logging-");
			IntStream.range(0, threads).forEach((i) -> executor.execute(() -> {
				write(this.writer, line(i + " a"));
				write(this.writer, line(i + " b"));
				done.countDown();
			}));
			assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
			recording.stop();
			recording.dump(file);
		}
		this.writer.flush();
		List<String> lines = this.output.lines();
		assertThat(lines).hasSize(2 * threads).doesNotHaveDuplicates();
		assertThat(RecordingFile.readAllEvents(file)).noneMatch((event) -> event.getStackTrace() != null
				&& event.getStackTrace().toString().contains(CombiningWriter.class.getName()));
	}

	private Thread fillTheQueue() {
		Thread first = start(() -> write(this.writer, line("first")));
		this.output.awaitReached();
		for (int i = 0; i < CombiningWriter.MAX_QUEUED_BYTES / 1024; i++) {
			write(this.writer, line("x".repeat(1023)));
		}
		return first;
	}

	private Thread start(Runnable work) {
		Thread thread = new Thread(work);
		this.started.add(thread);
		thread.start();
		return thread;
	}

	private static void awaitWaiting(Thread thread) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(1))
			.until(() -> thread.getState() == Thread.State.WAITING);
	}

	private static void write(CombiningWriter writer, byte[] line) {
		writer.write(line, Level.INFO_INT);
	}

	private static byte[] line(String text) {
		return (text + "\n").getBytes(StandardCharsets.UTF_8);
	}

}
