package io.github.observability.logging;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the lines and values that could not be written as they were. Lines are written
 * before a meter registry exists, so the counts of the process are kept here.
 */
final class LineCounts {

	static final LineCounts PROCESS = new LineCounts();

	private final LongAdder truncated = new LongAdder();

	private final LongAdder replaced = new LongAdder();

	void truncated() {
		this.truncated.increment();
	}

	void replaced() {
		this.replaced.increment();
	}

	long truncatedSoFar() {
		return this.truncated.sum();
	}

	long replacedSoFar() {
		return this.replaced.sum();
	}

}
