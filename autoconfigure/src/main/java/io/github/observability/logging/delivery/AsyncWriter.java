package io.github.observability.logging.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.Level;

/**
 * Writes lines on a thread of its own. The queue has a limit of bytes, of which lower
 * levels may use a part only, so that DEBUG is dropped first and ERROR last. A thread
 * waits for room for a bounded time, and only for WARN and ERROR; once a thread has
 * waited in vain, none waits until there is room again. Each line is either written or
 * counted as dropped.
 */
final class AsyncWriter implements LineWriter {

	/** Bytes that one call of the output takes at most, unless a line is longer. */
	private static final int MAX_COMBINED_BYTES = 32 * 1024;

	private static final long POLL_NANOS = 200_000;

	private static final long IDLE_NANOS = 100_000_000;

	/** Shares of the queue that the levels below ERROR may use. */
	private static final double DEBUG_SHARE = 0.5;

	private static final double INFO_SHARE = 0.75;

	private static final double WARN_SHARE = 0.9;

	private final Queue<QueuedLine> queue = new ConcurrentLinkedQueue<>();

	private final AtomicLong queuedBytes = new AtomicLong();

	private final AtomicLong given = new AtomicLong();

	private final AtomicLong done = new AtomicLong();

	private final LineOutput output;

	private final AsyncProperties settings;

	private final DeliveryCounts counts;

	private final long limit;

	private final Thread thread = new Thread(this::run, "log-writer");

	private final ExitHook exitHook = new ExitHook(this::exit);

	private volatile boolean idle;

	/** Whether a thread has waited in vain and there was no room since. */
	private volatile boolean stalled;

	private volatile boolean exiting;

	private volatile boolean closed;

	/** Whether what is still queued is dropped. */
	private volatile boolean abandoned;

	AsyncWriter(LineOutput output, AsyncProperties settings, DeliveryCounts counts) {
		this.output = output;
		this.settings = settings;
		this.counts = counts;
		this.limit = settings.queueSize().toBytes();
		this.thread.setDaemon(true);
		this.thread.start();
		if (!this.exitHook.add()) {
			this.exiting = true;
		}
	}

	@Override
	public void write(byte[] line, int level) {
		if (line.length == 0) {
			return;
		}
		long room = room(level);
		if (this.closed || !(fits(line, room) || (level >= Level.WARN_INT && waitForRoom(line, room)))) {
			this.counts.dropped(level);
			return;
		}
		this.given.incrementAndGet();
		if (this.closed) {
			// The thread that writes may have ended before it could see the line coming.
			this.given.decrementAndGet();
			this.queuedBytes.addAndGet(-line.length);
			this.counts.dropped(level);
			return;
		}
		this.queue.add(new QueuedLine(line, level));
		if (this.idle) {
			LockSupport.unpark(this.thread);
		}
		if (this.exiting && Thread.currentThread() != this.thread) {
			flush();
		}
	}

	private long room(int level) {
		if (level >= Level.ERROR_INT) {
			return this.limit;
		}
		if (level >= Level.WARN_INT) {
			return (long) (this.limit * WARN_SHARE);
		}
		return (long) (this.limit * ((level >= Level.INFO_INT) ? INFO_SHARE : DEBUG_SHARE));
	}

	private boolean fits(byte[] line, long room) {
		while (true) {
			long queued = this.queuedBytes.get();
			if (queued + line.length > room) {
				return false;
			}
			if (this.queuedBytes.compareAndSet(queued, queued + line.length)) {
				return true;
			}
		}
	}

	private boolean waitForRoom(byte[] line, long room) {
		if (this.stalled || Thread.currentThread() == this.thread) {
			return false;
		}
		boolean interrupted = false;
		long deadline = System.nanoTime() + this.settings.maxWait().toNanos();
		boolean fits = false;
		while (!fits && System.nanoTime() < deadline && !this.closed) {
			// An interrupt is for the caller, who finds it after the line.
			interrupted |= Thread.interrupted();
			LockSupport.parkNanos(this, POLL_NANOS);
			fits = fits(line, room);
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		this.stalled |= !fits;
		return fits;
	}

	private void run() {
		List<QueuedLine> lines = new ArrayList<>();
		byte[] combined = new byte[MAX_COMBINED_BYTES];
		while (true) {
			if (!this.queue.isEmpty()) {
				writeNext(combined, lines);
			}
			else if (this.closed && this.given.get() == this.done.get()) {
				return;
			}
			else {
				awaitLines();
			}
		}
	}

	private void writeNext(byte[] combined, List<QueuedLine> lines) {
		try {
			if (writeCombined(combined, lines) && this.queuedBytes.get() < this.limit / 2) {
				this.stalled = false;
				this.counts.taken();
			}
		}
		catch (RuntimeException | Error ex) {
			// The thread that writes must not end.
		}
		finally {
			lines.clear();
		}
	}

	private void awaitLines() {
		this.idle = true;
		if (this.queue.isEmpty() && !this.closed) {
			LockSupport.parkNanos(this, IDLE_NANOS);
		}
		this.idle = false;
	}

	private boolean writeCombined(byte[] combined, List<QueuedLine> lines) {
		boolean written = false;
		try {
			int length = combine(combined, lines);
			written = (length > 0) ? writeOut(combined, length)
					: writeOut(lines.get(0).bytes(), lines.get(0).bytes().length);
			return written;
		}
		finally {
			done(lines, written);
		}
	}

	/** Returns how many bytes were combined, 0 for a line that is longer. */
	private int combine(byte[] combined, List<QueuedLine> lines) {
		int length = 0;
		for (QueuedLine next = this.queue.peek(); next != null; next = this.queue.peek()) {
			if (next.bytes().length > combined.length - length && !lines.isEmpty()) {
				break;
			}
			lines.add(next);
			this.queue.poll();
			if (next.bytes().length > combined.length) {
				break;
			}
			System.arraycopy(next.bytes(), 0, combined, length, next.bytes().length);
			length += next.bytes().length;
		}
		return length;
	}

	private void done(List<QueuedLine> lines, boolean written) {
		int bytes = 0;
		for (QueuedLine line : lines) {
			bytes += line.bytes().length;
			if (written) {
				this.counts.written(line.level());
			}
			else {
				this.counts.dropped(line.level());
			}
		}
		this.queuedBytes.addAndGet(-bytes);
		this.done.addAndGet(lines.size());
	}

	private boolean writeOut(byte[] bytes, int length) {
		try {
			return !this.abandoned && this.output.write(bytes, 0, length);
		}
		catch (RuntimeException | Error ex) {
			// The thread that writes must not end.
			return false;
		}
	}

	/** Waits until what was given so far is written, within the limit. */
	private void flush() {
		long wanted = this.given.get();
		long deadline = System.nanoTime() + this.settings.stopTimeout().toNanos();
		boolean interrupted = false;
		LockSupport.unpark(this.thread);
		// A line may be withdrawn.
		while (this.done.get() < Math.min(wanted, this.given.get()) && System.nanoTime() < deadline) {
			interrupted |= Thread.interrupted();
			LockSupport.parkNanos(this, POLL_NANOS);
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Waits until what is queued is written, within the limit. The thread that writes
	 * counts the rest as dropped, as soon as its output lets it go.
	 */
	@Override
	public void close() {
		this.closed = true;
		flush();
		this.abandoned = true;
		LockSupport.unpark(this.thread);
		this.exitHook.remove();
	}

	/** Threads that log from here on wait until their lines are written. */
	private void exit() {
		this.exiting = true;
		flush();
	}

}
