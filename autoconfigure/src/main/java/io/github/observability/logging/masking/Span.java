package io.github.observability.logging.masking;

/**
 * Start and end of a secret in a text, in one number, so that none is allocated.
 */
final class Span {

	/** No secret. */
	static final long NONE = -1;

	private Span() {
	}

	static long of(int start, int end) {
		return (end > start) ? ((long) start << Integer.SIZE) | end : NONE;
	}

	static int start(long span) {
		return (int) (span >>> Integer.SIZE);
	}

	static int end(long span) {
		return (int) span;
	}

}
