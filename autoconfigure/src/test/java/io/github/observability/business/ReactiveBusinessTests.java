package io.github.observability.business;

import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.transaction.ReactiveTransaction;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReactiveBusinessTests {

	private static final Duration DEADLINE = Duration.ofSeconds(20);

	private final TransactionalOperator transaction = TransactionalOperator.create(new Transactions());

	private final Business business = Business.on(new SimpleMeterRegistry());

	private final BusinessCounter sales = this.business.metrics().counter("sales", "Sales");

	@Test
	void countsAfterTheCommit() {
		String result = ReactiveBusiness.afterCommit(this.sales::increment)
			.then(Mono.fromCallable(() -> "before " + sales()))
			.publishOn(Schedulers.parallel())
			.as(this.transaction::transactional)
			.block(DEADLINE);
		assertThat(result).isEqualTo("before 0.0");
		assertThat(sales()).isEqualTo(1);
	}

	@Test
	void doesNotCountAfterARollback() {
		Mono<Object> failing = ReactiveBusiness.afterCommit(this.sales::increment)
			.then(Mono.error(new IllegalStateException()))
			.as(this.transaction::transactional);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> failing.block(DEADLINE));
		assertThat(sales()).isZero();
	}

	@Test
	void countsAtOnceWithoutATransaction() {
		ReactiveBusiness.afterCommit(this.sales::increment).block(DEADLINE);
		assertThat(sales()).isEqualTo(1);
	}

	@Test
	void countsOnEachSubscription() {
		Mono<Void> recording = ReactiveBusiness.afterCommit(this.sales::increment);
		assertThat(sales()).isZero();
		recording.then(recording).block(DEADLINE);
		assertThat(sales()).isEqualTo(2);
	}

	private double sales() {
		return this.business.count("sales");
	}

	/** Transactions over nothing, with the synchronization of Spring. */
	static final class Transactions extends AbstractReactiveTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		protected Object doGetTransaction(TransactionSynchronizationManager synchronization) {
			return new Object();
		}

		@Override
		protected Mono<Void> doBegin(TransactionSynchronizationManager synchronization, Object transaction,
				TransactionDefinition definition) {
			return Mono.empty();
		}

		@Override
		protected Mono<Void> doCommit(TransactionSynchronizationManager synchronization,
				GenericReactiveTransaction status) {
			return Mono.empty();
		}

		@Override
		protected Mono<Void> doRollback(TransactionSynchronizationManager synchronization,
				GenericReactiveTransaction status) {
			return Mono.empty();
		}

		@Override
		public String toString() {
			return ReactiveTransaction.class.getSimpleName();
		}

	}

}
