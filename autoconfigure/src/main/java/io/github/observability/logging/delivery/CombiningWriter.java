package io.github.observability.logging.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Writes lines of many threads to one output by flat combining. A thread that finds the
 * output free writes its line itself. A thread that finds it taken leaves its line to the
 * thread that writes and goes on, and that thread writes many lines at once.
 * <p>
 * Lines of one thread keep their order. A thread waits only if more lines are queued than
 * the limit allows, if the thread that writes has done its share, or if the JVM is
 * exiting. It then writes the queued lines itself. Waiting ignores interrupts and keeps
 * them for the caller.
 * <p>
 * Where lines must outlive the process, each thread waits until its line is written: by
 * itself, or together with others by the thread that had the output. Lines that the
 * output refuses are counted.
 */
final class CombiningWriter implements LineWriter {

	/** Bytes of queued lines above which threads wait. */
	static final int MAX_QUEUED_BYTES = 256 * 1024;

	/** Bytes that one call of the output takes at most, unless a line is longer. */
	static final int MAX_COMBINED_BYTES = 32 * 1024;

	/** Bytes that a thread writes for others before another one has to take over. */
	private static final int SHARE = 4 * MAX_COMBINED_BYTES;

	private static final Duration EXIT_PATIENCE = Duration.ofSeconds(5);

	private final Queue<QueuedLine> queue = new ConcurrentLinkedQueue<>();

	private final AtomicLong queuedBytes = new AtomicLong();

	private final ReentrantLock turn = new ReentrantLock();

	private final LineOutput output;

	private final DeliveryCounts counts;

	/** Whether a thread waits until its line is written. */
	private final boolean waits;

	private final ExitHook exitHook = new ExitHook(this::exit);

	/** Room for lines that are written together. Only the thread whose turn it is. */
	private byte @Nullable [] combined;

	private int length;

	/** The lines that stand in that room. */
	private final List<QueuedLine> together = new ArrayList<>();

	/** Whether the thread that writes has done its share. */
	private volatile boolean relieve;

	private volatile boolean exiting;

	private volatile boolean closed;

	CombiningWriter(LineOutput output, DeliveryCounts counts, boolean waits) {
		this.output = output;
		this.counts = counts;
		this.waits = waits;
		if (!this.exitHook.add()) {
			this.exiting = true;
		}
	}

	@Override
	public void write(byte[] bytes, int level) {
		if (bytes.length == 0) {
			return;
		}
		if (this.closed) {
			this.counts.dropped(level);
			return;
		}
		QueuedLine line = new QueuedLine(bytes, level);
		if (this.turn.isHeldByCurrentThread()) {
			// The output itself logs: its caller writes this line next.
			enqueue(line);
			return;
		}
		if (!this.turn.tryLock()) {
			if (this.waits) {
				enqueue(line);
				writeOrAwait(line);
				return;
			}
			if (!mustWait() && enqueueWithinLimit(line)) {
				writeQueued();
				return;
			}
			this.turn.lock();
		}
		if (writeAndUnlock(line)) {
			writeQueued();
		}
	}

	/** Whoever has the turn when a line is queued writes it, or this thread does. */
	private void writeOrAwait(QueuedLine line) {
		this.turn.lock();
		if (line.isDone()) {
			this.turn.unlock();
		}
		else if (writeAndUnlock(null)) {
			writeQueued();
		}
	}

	/** Writes if the output is free and no other line is queued. */
	@Override
	public boolean tryWrite(byte[] bytes, int length, int level) {
		if (length == 0) {
			return true;
		}
		if (this.closed) {
			this.counts.dropped(level);
			return true;
		}
		if (this.turn.isHeldByCurrentThread() || !this.turn.tryLock()) {
			return false;
		}
		try {
			if (this.length > 0 || !this.queue.isEmpty()) {
				return false;
			}
			writeOut(bytes, length, level);
		}
		finally {
			this.turn.unlock();
		}
		writeQueued();
		return true;
	}

	/**
	 * Write what is queued, and return once it is written.
	 */
	void flush() {
		this.turn.lock();
		if (writeAndUnlock(null)) {
			writeQueued();
		}
	}

	/**
	 * Write what is queued and accept no further lines.
	 */
	@Override
	public void close() {
		flush();
		this.closed = true;
		// A line may have come in between.
		flush();
		this.exitHook.remove();
	}

	/** Whether queued lines would be left alone if nobody waited. */
	private boolean mustWait() {
		return this.relieve || this.exiting;
	}

	private boolean enqueueWithinLimit(QueuedLine line) {
		int length = line.bytes().length;
		if (this.queuedBytes.addAndGet(length) > MAX_QUEUED_BYTES) {
			this.queuedBytes.addAndGet(-length);
			return false;
		}
		this.queue.add(line);
		return true;
	}

	private void enqueue(QueuedLine line) {
		this.queuedBytes.addAndGet(line.bytes().length);
		this.queue.add(line);
	}

	/**
	 * Takes a turn if there are lines that nobody writes. The thread that had the turn
	 * may have looked at the queue just before a line came.
	 */
	private void writeQueued() {
		while (!this.queue.isEmpty() && this.turn.tryLock()) {
			if (!writeAndUnlock(null)) {
				return;
			}
		}
	}

	/**
	 * Writes what is queued and a line after it.
	 * @return whether this thread has to look at the queue once more, as no other thread
	 * waits for its turn
	 */
	private boolean writeAndUnlock(@Nullable QueuedLine line) {
		try {
			this.relieve = false;
			if (line != null && this.length == 0 && this.queue.isEmpty()) {
				writeOut(line.bytes(), line.bytes().length, line.level());
			}
			else if (line != null) {
				enqueue(line);
			}
			return writeShare();
		}
		finally {
			this.turn.unlock();
		}
	}

	private boolean writeShare() {
		long written = 0;
		while (this.length > 0 || !this.queue.isEmpty()) {
			if (written >= SHARE) {
				if (this.turn.hasQueuedThreads()) {
					return false;
				}
				this.relieve = true;
			}
			written += writeCombined();
		}
		return true;
	}

	/**
	 * Writes as many lines as one call takes. If the output fails, such as by a stack
	 * overflow of the thread whose turn it is, the lines stay here for the next turn.
	 */
	private int writeCombined() {
		QueuedLine first = (this.length == 0) ? this.queue.peek() : null;
		if (first != null && first.bytes().length > MAX_COMBINED_BYTES) {
			writeOut(first.bytes(), first.bytes().length, first.level());
			take(first);
			first.done();
			return first.bytes().length;
		}
		byte[] bytes = this.combined;
		if (bytes == null) {
			bytes = new byte[MAX_COMBINED_BYTES];
			this.combined = bytes;
		}
		QueuedLine next = this.queue.peek();
		while (next != null && next.bytes().length <= MAX_COMBINED_BYTES - this.length) {
			System.arraycopy(next.bytes(), 0, bytes, this.length, next.bytes().length);
			this.length += next.bytes().length;
			this.together.add(next);
			take(next);
			next = this.queue.peek();
		}
		int length = this.length;
		boolean written = this.output.write(bytes, 0, length);
		this.length = 0;
		for (QueuedLine line : this.together) {
			if (!written) {
				this.counts.dropped(line.level());
			}
			line.done();
		}
		this.together.clear();
		if (written) {
			this.counts.taken();
		}
		return length;
	}

	private void writeOut(byte[] bytes, int length, int level) {
		if (this.output.write(bytes, 0, length)) {
			this.counts.taken();
		}
		else {
			this.counts.dropped(level);
		}
	}

	private void take(QueuedLine line) {
		this.queue.poll();
		this.queuedBytes.addAndGet(-line.bytes().length);
	}

	/**
	 * Threads that go on after they have queued a line may be the last ones to end the
	 * JVM, so from here on each thread waits until its line is written.
	 */
	private void exit() {
		this.exiting = true;
		try {
			// An output that blocks must not keep the JVM from ending.
			if (this.turn.tryLock(EXIT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS) && writeAndUnlock(null)) {
				writeQueued();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
