package io.github.observability.logging;

import java.io.ByteArrayOutputStream;

/**
 * Room for the bytes of a line, used again and again.
 */
final class LineBuffer extends ByteArrayOutputStream {

	private static final int USUAL_SIZE = 2 * 1024;

	private static final int MAX_KEPT = 32 * 1024;

	LineBuffer() {
		super(USUAL_SIZE);
	}

	int capacity() {
		return this.buf.length;
	}

	/**
	 * Forget the line, and the room for it where it was an exception.
	 */
	void clear() {
		if (this.buf.length > MAX_KEPT) {
			this.buf = new byte[USUAL_SIZE];
		}
		reset();
	}

}
