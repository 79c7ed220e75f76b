package io.github.observability.business;

import reactor.core.publisher.Mono;

import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Counts after the commit of a reactive transaction, which no thread knows of.
 */
public final class ReactiveBusiness {

	private static final boolean HAS_TRANSACTIONS = ClassUtils.isPresent(
			"org.springframework.transaction.reactive.TransactionSynchronizationManager",
			ReactiveBusiness.class.getClassLoader());

	private ReactiveBusiness() {
	}

	/**
	 * Record once the reactive transaction around the subscription is committed, never if
	 * it is rolled back, and at once if there is none.
	 * @param recording calls a business meter, {@code () -> rides.increment("berlin")}
	 * @return completes once the recording is made or has been left to the commit
	 */
	public static Mono<Void> afterCommit(Runnable recording) {
		return HAS_TRANSACTIONS ? Transactions.afterCommit(recording) : Mono.fromRunnable(recording);
	}

	/** Apart, as Spring's transactions may be absent. */
	private static final class Transactions {

		static Mono<Void> afterCommit(Runnable recording) {
			return TransactionSynchronizationManager.forCurrentTransaction().map((transaction) -> {
				if (!transaction.isSynchronizationActive() || !transaction.isActualTransactionActive()) {
					return false;
				}
				transaction.registerSynchronization(new Recording(recording));
				return true;
			})
				.onErrorReturn(NoTransactionException.class, false)
				.flatMap((left) -> left ? Mono.empty() : Mono.fromRunnable(recording));
		}

	}

	private record Recording(Runnable recording) implements TransactionSynchronization {

		@Override
		public Mono<Void> afterCompletion(int status) {
			return (status == STATUS_COMMITTED) ? Mono.fromRunnable(this.recording) : Mono.empty();
		}

	}

}
