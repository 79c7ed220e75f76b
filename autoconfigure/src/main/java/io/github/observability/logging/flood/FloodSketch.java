package io.github.observability.logging.flood;

import java.util.concurrent.atomic.AtomicLongArray;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Counts lines by a hash of what they have in common, in a table of fixed size. It only
 * decides from when on lines are counted exactly, so different lines may share a place.
 * Counting neither locks nor allocates, and a place that is full is only read.
 */
final class FloodSketch {

	private static final int PLACE_BITS = 13;

	private static final int STATE_BITS = 16;

	/** Set for a window if the one before it filled the place. */
	private static final long FULL_BEFORE = 1L << (STATE_BITS - 1);

	private static final long COUNT = FULL_BEFORE - 1;

	/** Characters at each end of a long template that count. */
	private static final int SAMPLE = 128;

	private static final int PHI = 0x9E3779B1;

	private final AtomicLongArray places = new AtomicLongArray(1 << PLACE_BITS);

	private final int limit;

	/**
	 * Create a sketch.
	 * @param limit number of lines in a window that pass before lines are counted exactly
	 */
	FloodSketch(int limit) {
		this.limit = limit;
	}

	/**
	 * Count a line.
	 * @param place the place of the line
	 * @param window the number of the current window
	 * @return how many lines of the window have passed at this place, negative if this
	 * line passes, too
	 */
	int count(int place, long window) {
		while (true) {
			long present = this.places.get(place);
			boolean current = present >>> STATE_BITS >= window;
			long state = current ? present : start(present, window);
			boolean full = (state & FULL_BEFORE) != 0;
			if ((state & COUNT) >= this.limit && current) {
				return full ? 0 : this.limit;
			}
			if (this.places.compareAndSet(place, present, ((state & COUNT) < this.limit) ? state + 1 : state)) {
				return full ? 0 : -1;
			}
		}
	}

	private long start(long present, long window) {
		boolean full = this.limit == 0 || (present >>> STATE_BITS == window - 1 && (present & COUNT) >= this.limit);
		return window << STATE_BITS | (full ? FULL_BEFORE : 0);
	}

	static int place(Logger logger, Level level, String template, @Nullable Throwable throwable) {
		int hash = logger.getName().hashCode() * 31 + level.levelInt;
		hash = hash * 31 + hash(template);
		hash = hash * 31 + ((throwable != null) ? throwable.getClass().hashCode() : 0);
		return hash * PHI >>> (Integer.SIZE - PLACE_BITS);
	}

	/** The hash of a constant is computed once, that of another text for each line. */
	private static int hash(String template) {
		int length = template.length();
		if (length <= 2 * SAMPLE) {
			return template.hashCode();
		}
		int hash = length;
		for (int i = 0; i < SAMPLE; i++) {
			hash = (hash * 31 + template.charAt(i)) * 31 + template.charAt(length - 1 - i);
		}
		return hash;
	}

}
