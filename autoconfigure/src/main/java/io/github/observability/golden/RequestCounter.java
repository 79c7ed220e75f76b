package io.github.observability.golden;

/**
 * Counts served requests of one kind.
 *
 * @see RequestClassifier
 */
public interface RequestCounter {

	/**
	 * Counts nothing.
	 */
	RequestCounter NONE = new RequestCounter() {

		@Override
		public void count(long durationNanos) {
		}

		@Override
		public void countStream() {
		}

	};

	/**
	 * Count a request.
	 * @param durationNanos the duration in nanoseconds
	 */
	void count(long durationNanos);

	/**
	 * Count a request whose response was a stream, the duration of which is not a
	 * latency.
	 */
	void countStream();

}
