package io.github.observability.sample.traffic;

/**
 * Leaves out ticks at first, fewer and fewer of them. A cold JVM takes seconds for what
 * it does in milliseconds later, and all riders at once would wait for each other.
 */
final class WarmUp {

	private final long ticks;

	private long tick;

	private double due;

	/**
	 * Create a warm-up.
	 * @param ticks the number of ticks until none is left out
	 */
	WarmUp(long ticks) {
		this.ticks = ticks;
	}

	/**
	 * Count a tick.
	 * @return whether it is not left out
	 */
	boolean isDue() {
		this.tick++;
		if (this.tick >= this.ticks) {
			return true;
		}
		this.due += (double) this.tick / this.ticks;
		if (this.due < 1) {
			return false;
		}
		this.due--;
		return true;
	}

}
