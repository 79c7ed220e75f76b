package io.github.observability.business;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What one transaction has to record if it is committed. Recording waits for
 * {@link #afterCompletion}, as {@link #afterCommit} is not called once that of another
 * synchronization has thrown.
 */
final class PendingRecordings implements TransactionSynchronization {

	private final Object resourceKey;

	private final int max;

	private final Rejections rejections;

	private final List<PendingRecording> pending = new ArrayList<>();

	/** How much was pending at each savepoint. */
	private final Map<Object, Integer> savepoints = new IdentityHashMap<>();

	PendingRecordings(Object resourceKey, int max, Rejections rejections) {
		this.resourceKey = resourceKey;
		this.max = max;
		this.rejections = rejections;
	}

	void add(PendingRecording recording) {
		if (this.pending.size() >= this.max) {
			this.rejections.reject(recording.meter(), Rejection.TOO_MANY_PENDING, this.max);
			return;
		}
		this.pending.add(recording);
	}

	@Override
	public void suspend() {
		TransactionSynchronizationManager.unbindResource(this.resourceKey);
	}

	@Override
	public void resume() {
		TransactionSynchronizationManager.bindResource(this.resourceKey, this);
	}

	@Override
	public void savepoint(Object savepoint) {
		this.savepoints.put(savepoint, this.pending.size());
	}

	/**
	 * A savepoint that is not known was made before anything was pending.
	 */
	@Override
	public void savepointRollback(Object savepoint) {
		int kept = this.savepoints.getOrDefault(savepoint, 0);
		this.pending.subList(Math.min(kept, this.pending.size()), this.pending.size()).clear();
	}

	@Override
	public void afterCompletion(int status) {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.resourceKey);
		if (status == STATUS_COMMITTED) {
			this.pending.forEach(PendingRecording::record);
		}
		else if (status == STATUS_UNKNOWN) {
			this.pending
				.forEach((recording) -> this.rejections.reject(recording.meter(), Rejection.COMMIT_UNKNOWN, null));
		}
	}

}
