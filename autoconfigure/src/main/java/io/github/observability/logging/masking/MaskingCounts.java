package io.github.observability.logging.masking;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what masking does. Lines are written before a meter registry exists, so the
 * counts of the process are kept here.
 */
public final class MaskingCounts {

	/** The counts of the process. */
	public static final MaskingCounts PROCESS = new MaskingCounts();

	private final LongAdder masked = new LongAdder();

	private final LongAdder failed = new LongAdder();

	/** A secret was masked. */
	void masked() {
		this.masked.increment();
	}

	/** A masker of the application failed. */
	void failed() {
		this.failed.increment();
	}

	/**
	 * Return the number of masked secrets.
	 * @return the number
	 */
	public long maskedSoFar() {
		return this.masked.sum();
	}

	/**
	 * Return the number of texts and keys that were masked because a masker failed.
	 * @return the number
	 */
	public long failedSoFar() {
		return this.failed.sum();
	}

}
