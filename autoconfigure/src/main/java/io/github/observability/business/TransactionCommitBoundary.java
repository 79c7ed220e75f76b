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
		if (pending == null || pending.isOver()) {
			pending = begin();
		}
		pending.add(recording);
	}

	private Pending begin() {
		Pending pending = new Pending();
		TransactionSynchronizationManager.registerSynchronization(pending);
		// What is over waits for its afterCompletion, which needs no binding.
		TransactionSynchronizationManager.unbindResourceIfPossible(this);
		TransactionSynchronizationManager.bindResource(this, pending);
		return pending;
	}

	/**
	 * Recordings of one transaction. They wait for {@link #afterCompletion}, as
	 * {@link #afterCommit} is not called once that of another synchronization has thrown.
	 */
	private final class Pending implements TransactionSynchronization {

		private final List<Recording> recordings = new ArrayList<>();

		/** Number of recordings at each savepoint. */
		private final Map<Object, Integer> savepoints = new IdentityHashMap<>();

		private boolean completing;

		/**
		 * Whether its transaction is over and the current one is another. Spring drops
		 * the synchronizations of a transaction before it calls their
		 * {@code afterCompletion}, where one of them may begin a transaction while this
		 * is still bound. Only a completing transaction is looked up, because
		 * {@code getSynchronizations} copies and sorts.
		 */
		boolean isOver() {
			return this.completing && !TransactionSynchronizationManager.getSynchronizations().contains(this);
		}

		void add(Recording recording) {
			if (this.recordings.size() >= TransactionCommitBoundary.this.maxPending) {
				TransactionCommitBoundary.this.rejections.reject(recording.meter(), Rejection.TOO_MANY_PENDING,
						TransactionCommitBoundary.this.maxPending);
				return;
			}
			this.recordings.add(recording);
		}

		/**
		 * Completes before others, so that the transactions they begin find nothing
		 * bound. {@link #isOver} does not know those of a transaction whose first event
		 * was recorded while it was already completing.
		 */
		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
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
		public void beforeCompletion() {
			this.completing = true;
		}

		@Override
		public void afterCompletion(int status) {
			if (TransactionSynchronizationManager.getResource(TransactionCommitBoundary.this) == this) {
				TransactionSynchronizationManager.unbindResource(TransactionCommitBoundary.this);
			}
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
