package io.github.observability.business;

/**
 * Decides when a business event counts: now, or once the unit of work around it has
 * committed. Declare a bean of this type to count by the commits of something other than
 * Spring's transactions.
 */
public interface CommitBoundary {

	/**
	 * Whether the current thread is in a unit of work that is neither committed nor
	 * rolled back.
	 * @return whether recordings have to wait
	 */
	boolean isOpen();

	/**
	 * Run a recording once the unit of work of the current thread has committed, and
	 * never if it is rolled back. Called only while {@link #isOpen()} is {@code true}.
	 * @param recording what to record
	 */
	void afterCommit(Recording recording);

	/**
	 * Something that waits for a commit.
	 */
	interface Recording extends Runnable {

		/**
		 * Return the name of the business meter that it is for.
		 * @return the name
		 */
		String meter();

	}

}
