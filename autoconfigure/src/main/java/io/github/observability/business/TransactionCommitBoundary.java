package io.github.observability.business;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * {@link CommitBoundary} of Spring's transactions.
 */
final class TransactionCommitBoundary implements CommitBoundary {

	private final int maxPending;

	private final Rejections rejections;

	TransactionCommitBoundary(int maxPending, Rejections rejections) {
		this.maxPending = maxPending;
		this.rejections = rejections;
	}

	/**
	 * A scope that only supports transactions synchronizes too, but what it does to the
	 * database is done at once.
	 */
	@Override
	public boolean isOpen() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive();
	}

	@Override
	public void afterCommit(PendingRecording recording) {
		PendingRecordings pending = (PendingRecordings) TransactionSynchronizationManager.getResource(this);
		if (pending == null) {
			pending = new PendingRecordings(this, this.maxPending, this.rejections);
			TransactionSynchronizationManager.registerSynchronization(pending);
			TransactionSynchronizationManager.bindResource(this, pending);
		}
		pending.add(recording);
	}

}
