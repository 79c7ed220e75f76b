package io.github.observability.business;

/**
 * Tells what may be counted now from what has to wait for a commit.
 */
interface CommitBoundary {

	/** Where there are no transactions. */
	CommitBoundary NONE = new CommitBoundary() {

		@Override
		public boolean isOpen() {
			return false;
		}

		@Override
		public void afterCommit(PendingRecording recording) {
			recording.record();
		}

	};

	/**
	 * Whether this thread is in a transaction that is neither committed nor rolled back.
	 * @return whether to wait
	 */
	boolean isOpen();

	/**
	 * Record once the transaction of this thread is committed, and never if it, or the
	 * nested one around the call, is rolled back.
	 * @param recording what to record
	 */
	void afterCommit(PendingRecording recording);

}
