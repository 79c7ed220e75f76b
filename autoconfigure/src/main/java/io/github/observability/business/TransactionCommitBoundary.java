package io.github.observability.business;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * {@link CommitBoundary} of Spring's transactions.
 */
final class TransactionCommitBoundary implements CommitBoundary {

	private final int maxPending;

	private final RejectionLog rejections;

	TransactionCommitBoundary(int maxPending, RejectionLog rejections) {
		this.maxPending = maxPending;
		this.rejections = rejections;
	}

	/**
	 * A scope that merely supports transactions synchronizes too, but its changes reach
	 * the database at once.
	 */
	@Override
	public boolean isOpen() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive();
	}

	@Override
	public void afterCommit(Recording recording) {
		Pending pending = (Pending) TransactionSynchronizationManager.getResource(this);
		if (pending == null) {
			pending = new Pending();
			TransactionSynchronizationManager.registerSynchronization(pending);
			TransactionSynchronizationManager.bindResource(this, pending);
		}
		pending.add(recording);
	}

	/**
	 * Recordings of one transaction. They wait for {@link #afterCompletion}, as
	 * {@link #afterCommit} is not called once that of another synchronization has thrown.
	 */
	private final class Pending implements TransactionSynchronization {

		private final List<Recording> recordings = new ArrayList<>();

		/** Number of recordings at each savepoint. */
		private final Map<Object, Integer> savepoints = new IdentityHashMap<>();

		void add(Recording recording) {
			if (this.recordings.size() >= TransactionCommitBoundary.this.maxPending) {
				TransactionCommitBoundary.this.rejections.reject(recording.meter(), Rejection.TOO_MANY_PENDING,
						TransactionCommitBoundary.this.maxPending);
				return;
			}
			this.recordings.add(recording);
		}

		@Override
		public void suspend() {
			TransactionSynchronizationManager.unbindResource(TransactionCommitBoundary.this);
		}

		@Override
		public void resume() {
			TransactionSynchronizationManager.bindResource(TransactionCommitBoundary.this, this);
		}

		@Override
		public void savepoint(Object savepoint) {
			this.savepoints.put(savepoint, this.recordings.size());
		}

		/**
		 * An unknown savepoint was created before anything was pending.
		 */
		@Override
		public void savepointRollback(Object savepoint) {
			int remaining = this.savepoints.getOrDefault(savepoint, 0);
			this.recordings.subList(Math.min(remaining, this.recordings.size()), this.recordings.size()).clear();
		}

		@Override
		public void afterCompletion(int status) {
			TransactionSynchronizationManager.unbindResourceIfPossible(TransactionCommitBoundary.this);
			if (status == STATUS_COMMITTED) {
				this.recordings.forEach(Recording::run);
			}
			else if (status == STATUS_UNKNOWN) {
				this.recordings.forEach((recording) -> TransactionCommitBoundary.this.rejections
					.reject(recording.meter(), Rejection.COMMIT_UNKNOWN, null));
			}
		}

	}

}
