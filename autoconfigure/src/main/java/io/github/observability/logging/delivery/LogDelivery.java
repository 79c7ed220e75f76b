package io.github.observability.logging.delivery;

/**
 * Who writes log lines.
 */
public enum LogDelivery {

	/** Threads that log write, and wait for an output that blocks. */
	SYNC,

	/**
	 * A thread of its own writes. Others wait for a bounded time and then drop lines, the
	 * least important first.
	 */
	ASYNC

}
