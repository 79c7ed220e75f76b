package io.github.observability.profiling;

/**
 * Takes what a {@link SampleStream} reads, on one thread.
 */
interface SampleSink {

	/**
	 * Take a sample of a thread that runs.
	 * @param epochNanos when it was taken
	 * @param thread the id of the thread
	 * @param frame the frame that runs
	 */
	void sampled(long epochNanos, long thread, String frame);

	/**
	 * Take a sample of allocation.
	 * @param type the name of the class
	 * @param bytes how much the sample stands for
	 */
	void allocated(String type, long bytes);

	/**
	 * Called about once a second, after the samples of that time.
	 */
	void flushed();

}
