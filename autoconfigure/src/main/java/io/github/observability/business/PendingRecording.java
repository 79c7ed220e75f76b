package io.github.observability.business;

/**
 * What is recorded once a transaction is committed.
 */
interface PendingRecording {

	/**
	 * The name of the business meter.
	 * @return the name
	 */
	String meter();

	/**
	 * Record; never throws.
	 */
	void record();

}
