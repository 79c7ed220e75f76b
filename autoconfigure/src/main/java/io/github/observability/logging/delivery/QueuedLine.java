package io.github.observability.logging.delivery;

/**
 * A line that waits to be written.
 */
final class QueuedLine {

	private final byte[] bytes;

	private final int level;

	private volatile boolean done;

	QueuedLine(byte[] bytes, int level) {
		this.bytes = bytes;
		this.level = level;
	}

	byte[] bytes() {
		return this.bytes;
	}

	int level() {
		return this.level;
	}

	/** Notes that the output has taken the line, or refused it. */
	void done() {
		this.done = true;
	}

	boolean isDone() {
		return this.done;
	}

}
