package io.github.observability.logging;

import java.util.concurrent.atomic.LongAdder;

/**
 * What happened to lines that could not be written as they were. Lines are written before
 * there is a meter registry, so they are counted here, once for all log output of the
 * process, as the logging system is.
 */
final class LineCounts implements TextMasker.Found {

	static final LineCounts PROCESS = new LineCounts();

	private final LongAdder masked = new LongAdder();

	private final LongAdder truncated = new LongAdder();

	private final LongAdder replaced = new LongAdder();

	void masked() {
		this.masked.increment();
	}

	@Override
	public void increment() {
		masked();
	}

	void truncated() {
		this.truncated.increment();
	}

	void replaced() {
		this.replaced.increment();
	}

	long maskedSoFar() {
		return this.masked.sum();
	}

	long truncatedSoFar() {
		return this.truncated.sum();
	}

	long replacedSoFar() {
		return this.replaced.sum();
	}

}
