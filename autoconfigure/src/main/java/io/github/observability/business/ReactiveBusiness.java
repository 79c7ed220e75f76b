package io.github.observability.business;

import reactor.core.publisher.Mono;

import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Records after the commit of a reactive transaction, which is not bound to a thread.
 */
public final class ReactiveBusiness {

	private static final boolean HAS_TRANSACTIONS = ClassUtils.isPresent(
			"org.springframework.transaction.reactive.TransactionSynchronizationManager",
			ReactiveBusiness.class.getClassLoader());

	private ReactiveBusiness() {
	}

	/**
	 * Record once the reactive transaction around the subscription has committed, never
	 * if it is rolled back, and at once without a transaction.
	 * @param recording calls a business meter, such as
	 * {@code () -> rides.increment("berlin")}
	 * @return completes when the recording is done or registered for the commit
	 */
	public static Mono<Void> afterCommit(Runnable recording) {
		return HAS_TRANSACTIONS ? Transactions.afterCommit(recording) : Mono.fromRunnable(recording);
	}

	/** A class of its own because Spring's transactions are optional. */
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
