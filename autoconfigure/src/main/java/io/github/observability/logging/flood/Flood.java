package io.github.observability.logging.flood;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Counts equal lines, window by window, and decides which of them are written. Each line
 * has a number in its window, and a window that is over gives no more numbers, so the
 * counts are exact without a lock.
 */
final class Flood {

	private static final int EXAMPLES = 3;

	private final FloodKey key;

	private final boolean excluded;

	private final List<String> secrets;

	private final AtomicReference<Window> window;

	Flood(FloodKey key, boolean excluded, List<String> secrets, Window first) {
		this.key = key;
		this.excluded = excluded;
		this.secrets = secrets;
		this.window = new AtomicReference<>(first);
	}

	FloodKey key() {
		return this.key;
	}

	/** Returns values of secret keys of the first line, which its template may repeat. */
	List<String> secrets() {
		return this.secrets;
	}

	boolean isExcluded() {
		return this.excluded;
	}

	/**
	 * Count a line.
	 * @param index the number of the current window
	 * @param allowed number of lines that may be written in the window without a flood
	 * @param limits the settings
	 * @param now the time
	 * @param traceId reads the id of the trace
	 * @param over takes a window that is over
	 * @return whether the line is written, {@code null} if this flood was forgotten
	 */
	@Nullable Boolean count(long index, int allowed, FloodProperties limits, long now, Supplier<@Nullable String> traceId,
			BiConsumer<Flood, Window> over) {
		long next = index;
		while (true) {
			Window current = this.window.get();
			if (current == Window.FORGOTTEN) {
				return null;
			}
			if (current.index < next) {
				close(current, over);
				boolean flood = current.index == next - 1 && current.count() > limits.threshold();
				this.window.compareAndSet(current, new Window(next, flood, allowed, limits.sampleLine()));
				continue;
			}
			if (now > current.last) {
				current.last = now;
			}
			long number = current.next();
			if (number >= 0) {
				return current.isWritten(number) || current.suppress(number, now, traceId);
			}
			// The window was closed while the line was on its way.
			next = current.index + 1;
		}
	}

	/**
	 * Close the window if it is over.
	 * @param index the number of the current window
	 * @param over takes the window
	 */
	void close(long index, BiConsumer<Flood, Window> over) {
		Window current = this.window.get();
		if (current.index < index) {
			close(current, over);
		}
	}

	private void close(Window current, BiConsumer<Flood, Window> over) {
		if (current.close(Long.MAX_VALUE) && current.suppressed() > 0) {
			over.accept(this, current);
		}
	}

	/**
	 * Forget the flood unless lines would be missing from the summaries.
	 * @return whether the flood counts no more lines
	 */
	boolean forget() {
		Window current = this.window.get();
		return (current.close(0) || current.isClosed()) && this.window.compareAndSet(current, Window.FORGOTTEN);
	}

	/** Whether the flood had no line for a whole window. */
	boolean isIdle(long index) {
		return this.window.get().index < index - 1;
	}

	/** The lines of a window. */
	static final class Window {

		/** Takes the place of the window once the flood counts no more lines. */
		private static final Window FORGOTTEN = new Window(Long.MAX_VALUE, false, 0, 1);

		private final AtomicLong lines = new AtomicLong();

		private final @Nullable String[] examples = new String[EXAMPLES];

		private final long index;

		private final boolean flood;

		private final int allowed;

		private final int sampleLine;

		private volatile long first;

		private volatile long last = Long.MIN_VALUE;

		Window(long index, boolean flood, int allowed, int sampleLine) {
			this.index = index;
			this.flood = flood;
			this.allowed = allowed;
			this.sampleLine = sampleLine;
		}

		/** Returns the number of a line, negative if the window is closed. */
		private long next() {
			while (true) {
				long number = this.lines.get();
				if (number < 0 || this.lines.compareAndSet(number, number + 1)) {
					return number;
				}
			}
		}

		private boolean isWritten(long number) {
			return this.flood ? number == this.sampleLine - 1 : number < this.allowed;
		}

		/** Returns false, as the line is not written. */
		private boolean suppress(long number, long now, Supplier<@Nullable String> traceId) {
			long suppressed = this.flood ? ((number < this.sampleLine) ? number : number - 1) : number - this.allowed;
			if (suppressed == 0) {
				this.first = now;
			}
			if (suppressed < EXAMPLES) {
				synchronized (this.examples) {
					this.examples[(int) suppressed] = traceId.get();
				}
			}
			return false;
		}

		/** Closes the window unless more lines than that were suppressed. */
		private boolean close(long suppressed) {
			while (true) {
				long count = this.lines.get();
				if (count < 0 || suppressed(count) > suppressed) {
					return false;
				}
				if (this.lines.compareAndSet(count, -count - 1)) {
					return true;
				}
			}
		}

		private boolean isClosed() {
			return this.lines.get() < 0;
		}

		private long count() {
			long count = this.lines.get();
			return (count < 0) ? -count - 1 : count;
		}

		long suppressed() {
			return suppressed(count());
		}

		private long suppressed(long count) {
			if (this.flood) {
				return (count >= this.sampleLine) ? count - 1 : count;
			}
			return Math.max(0, count - this.allowed);
		}

		long first() {
			return this.first;
		}

		long last() {
			return this.last;
		}

		@Nullable String[] examples() {
			synchronized (this.examples) {
				return this.examples.clone();
			}
		}

	}

}
