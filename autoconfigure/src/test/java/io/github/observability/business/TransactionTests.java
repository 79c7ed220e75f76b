package io.github.observability.business;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is counted when a transaction, or one within it, ends in this way or that.
 */
class TransactionTests {

	private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder().generateUniqueName(true)
		.setType(EmbeddedDatabaseType.H2)
		.build();

	private final DataSourceTransactionManager manager = new DataSourceTransactionManager(this.database);

	private final TransactionTemplate transaction = new TransactionTemplate(this.manager);

	private final Business business = Business.on(new SimpleMeterRegistry(), "max-pending=3");

	private final BusinessCounter sales = this.business.metrics().counter("sales", "Sales");

	@AfterEach
	void close() {
		this.database.shutdown();
	}

	@Test
	void countsAfterTheCommit() {
		this.transaction.executeWithoutResult((status) -> {
			this.sales.increment();
			assertSales(0);
		});
		assertSales(1);
	}

	@Test
	void doesNotCountAfterARollback() {
		this.transaction.executeWithoutResult((status) -> {
			this.sales.increment();
			status.setRollbackOnly();
		});
		assertSales(0);
	}

	@Test
	void doesNotCountWhatFailed() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				this.sales.increment();
				throw new IllegalStateException();
			}));
		assertSales(0);
	}

	@Test
	void countsANewTransactionThoughTheOneAroundItIsRolledBack() {
		this.transaction.executeWithoutResult((outer) -> {
			this.sales.add(1);
			with(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult((inner) -> this.sales.add(10));
			assertSales(10);
			this.sales.add(100);
			outer.setRollbackOnly();
		});
		assertSales(10);
	}

	@Test
	void countsTheTransactionAroundANewOneThatIsRolledBack() {
		this.transaction.executeWithoutResult((outer) -> {
			this.sales.add(1);
			with(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult((inner) -> {
				this.sales.add(10);
				inner.setRollbackOnly();
			});
			this.sales.add(100);
		});
		assertSales(101);
	}

	@Test
	void doesNotCountANestedTransactionThatIsRolledBack() {
		this.transaction.executeWithoutResult((outer) -> {
			this.sales.add(1);
			with(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult((inner) -> {
				this.sales.add(10);
				inner.setRollbackOnly();
			});
			this.sales.add(100);
		});
		assertSales(101);
	}

	@Test
	void doesNotCountANestedTransactionThatIsRolledBackBeforeAnythingElseWasCounted() {
		this.transaction.executeWithoutResult((outer) -> {
			with(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult((inner) -> {
				this.sales.add(10);
				inner.setRollbackOnly();
			});
			this.sales.add(1);
		});
		assertSales(1);
	}

	@Test
	void countsANestedTransactionWithTheOneAroundIt() {
		this.transaction.executeWithoutResult((outer) -> {
			with(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult((inner) -> this.sales.add(10));
			this.sales.add(1);
			assertSales(0);
		});
		assertSales(11);
	}

	@Test
	void doesNotCountWhatIsRolledBackToASavepoint() {
		this.transaction.executeWithoutResult((status) -> {
			this.sales.add(1);
			Object first = status.createSavepoint();
			this.sales.add(10);
			Object second = status.createSavepoint();
			this.sales.add(100);
			status.rollbackToSavepoint(second);
			status.rollbackToSavepoint(first);
		});
		assertSales(1);
	}

	@Test
	void doesNotCountWhatAParticipantHasDoomed() {
		assertThatExceptionOfType(UnexpectedRollbackException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((outer) -> {
				this.sales.increment();
				try {
					this.transaction.executeWithoutResult((inner) -> {
						throw new IllegalStateException();
					});
				}
				catch (IllegalStateException ex) {
					this.sales.increment();
				}
			}));
		assertSales(0);
	}

	@Test
	void countsAtOnceWithoutATransaction() {
		with(TransactionDefinition.PROPAGATION_SUPPORTS).executeWithoutResult((status) -> {
			this.sales.increment();
			assertSales(1);
			status.setRollbackOnly();
		});
		this.sales.increment();
		assertSales(2);
	}

	@Test
	void countsAtOnceWhereATransactionIsSuspended() {
		this.transaction.executeWithoutResult((outer) -> {
			this.sales.add(1);
			with(TransactionDefinition.PROPAGATION_NOT_SUPPORTED).executeWithoutResult((inner) -> this.sales.add(10));
			assertSales(10);
		});
		assertSales(11);
	}

	@Test
	void countsThoughAnotherSynchronizationFailsAfterTheCommit() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						throw new IllegalStateException();
					}

				});
				this.sales.increment();
			}));
		assertSales(1);
	}

	@Test
	void countsWhatIsRecordedAfterTheCommit() {
		this.transaction.executeWithoutResult(
				(status) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						TransactionTests.this.sales.add(1);
					}

					@Override
					public void afterCompletion(int status) {
						TransactionTests.this.sales.add(10);
					}

				}));
		assertSales(11);
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void countsATransactionThatBeginsWhenAnotherIsOver(boolean outerCommits, boolean innerCommits) {
		for (int order : new int[] { Ordered.HIGHEST_PRECEDENCE, Ordered.LOWEST_PRECEDENCE }) {
			double before = this.business.count("sales");
			this.transaction.executeWithoutResult((outer) -> {
				on(Phase.AFTER_COMPLETION, order, () -> addInNew(10, innerCommits));
				on(Phase.AFTER_COMPLETION, order, () -> addInNew(100, innerCommits));
				this.sales.add(1);
				end(outer, outerCommits);
			});
			assertSales(before + (outerCommits ? 1 : 0) + (innerCommits ? 110 : 0));
			assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void countsANewTransactionOfEachPhaseByItself(Phase phase) {
		for (boolean innerCommits : new boolean[] { true, false }) {
			for (int order : new int[] { Ordered.HIGHEST_PRECEDENCE, Ordered.LOWEST_PRECEDENCE }) {
				double before = this.business.count("sales");
				this.transaction.executeWithoutResult((outer) -> {
					on(phase, order, () -> {
						addInNew(10, innerCommits);
						this.sales.add(100);
					});
					this.sales.add(1);
				});
				assertSales(before + 101 + (innerCommits ? 10 : 0));
				assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
			}
		}
	}

	@Test
	void countsATransactionWithinOneThatBeginsWhenAnotherIsOver() {
		this.transaction.executeWithoutResult((outer) -> {
			on(Phase.AFTER_COMPLETION, Ordered.HIGHEST_PRECEDENCE,
					() -> with(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult((inner) -> {
						this.sales.add(10);
						addInNew(100, false);
						addInNew(1000, true);
						assertSales(1000);
						with(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult((nested) -> {
							this.sales.add(10000);
							nested.setRollbackOnly();
						});
						this.sales.add(100000);
					}));
			this.sales.add(1);
			outer.setRollbackOnly();
		});
		assertSales(101010);
	}

	@Test
	void countsWhatWasFirstRecordedAfterTheCommitApartFromATransactionAfterThat() {
		this.transaction.executeWithoutResult((outer) -> {
			on(Phase.AFTER_COMPLETION, Ordered.LOWEST_PRECEDENCE, () -> addInNew(10, false));
			on(Phase.AFTER_COMMIT, Ordered.LOWEST_PRECEDENCE, () -> this.sales.add(1));
		});
		assertSales(1);
	}

	@Test
	void rejectsWhatJoinsATransactionThatIsOver() {
		this.transaction.executeWithoutResult((outer) -> {
			on(Phase.AFTER_COMPLETION, Ordered.HIGHEST_PRECEDENCE,
					() -> this.transaction.executeWithoutResult((inner) -> this.sales.add(10)));
			this.sales.add(1);
		});
		assertSales(1);
		assertThat(this.business.rejected("sales", "commit_unknown")).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { TransactionSynchronization.STATUS_COMMITTED, TransactionSynchronization.STATUS_ROLLED_BACK })
	void countsPartsOfATransactionOfSomethingElseWhenThatIsOver(int status) {
		Container container = new Container();
		for (int i = 0; i < 2; i++) {
			new TransactionTemplate(container).executeWithoutResult((part) -> this.sales.increment());
		}
		assertSales(0);
		container.complete(status);
		assertSales((status == TransactionSynchronization.STATUS_COMMITTED) ? 2 : 0);
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
	}

	@Test
	void rejectsWhatNobodyKnowsToBeCommitted() {
		TransactionTemplate failing = new TransactionTemplate(new DataSourceTransactionManager(this.database) {

			@Override
			protected void doCommit(DefaultTransactionStatus status) {
				throw new TransactionSystemException("connection lost");
			}

		});
		assertThatExceptionOfType(TransactionSystemException.class)
			.isThrownBy(() -> failing.executeWithoutResult((status) -> this.sales.increment()));
		assertSales(0);
		assertThat(this.business.rejected("sales", "commit_unknown")).isEqualTo(1);
	}

	@Test
	void holdsNoMoreThanTheLimit() {
		this.transaction.executeWithoutResult((status) -> {
			for (int i = 0; i < 5; i++) {
				this.sales.increment();
			}
		});
		assertSales(3);
		assertThat(this.business.rejected("sales", "too_many_pending")).isEqualTo(2);
	}

	@Test
	void countsAKeyOnceAndAgainWhereItsTransactionWasRolledBack() {
		BusinessEvents orders = this.business.metrics().events("orders", "Orders");
		this.transaction.executeWithoutResult((status) -> {
			orders.once("4711").occurred(1250, Currency.getInstance("EUR"));
			status.setRollbackOnly();
		});
		for (int i = 0; i < 2; i++) {
			this.transaction
				.executeWithoutResult((status) -> orders.once("4711").occurred(1250, Currency.getInstance("EUR")));
		}
		assertThat(this.business.count("orders")).isEqualTo(1);
		assertThat(this.business.count("orders.amount", "currency", "EUR")).isEqualTo(1250);
		assertThat(this.business.count("observability.business.repeated", "meter", "orders")).isEqualTo(1);
	}

	@Test
	void addsAQuantityOnceAndAgainWhereItsTransactionWasRolledBack() {
		BusinessQuantity distance = this.business.metrics().quantity("distance", "Distance", "km");
		this.transaction.executeWithoutResult((status) -> {
			distance.once("4711").add(2.5);
			status.setRollbackOnly();
		});
		for (int i = 0; i < 2; i++) {
			this.transaction.executeWithoutResult((status) -> distance.once("4711").add(2.5));
		}
		assertThat(this.business.count("distance")).isEqualTo(2.5);
	}

	@Test
	void leavesNothingBehindOnTheThread() {
		this.transaction.executeWithoutResult((status) -> this.sales.increment());
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		assertThatExceptionOfType(IllegalTransactionStateException.class)
			.isThrownBy(() -> with(TransactionDefinition.PROPAGATION_MANDATORY).executeWithoutResult((status) -> {
			}));
	}

	private void addInNew(int count, boolean commits) {
		with(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult((status) -> {
			this.sales.add(count);
			end(status, commits);
		});
	}

	private static void end(TransactionStatus status, boolean commits) {
		if (!commits) {
			status.setRollbackOnly();
		}
	}

	private static void on(Phase phase, int order, Runnable action) {
		TransactionSynchronizationManager.registerSynchronization(new Callback(phase, order, action));
	}

	private TransactionTemplate with(int propagation) {
		TransactionTemplate template = new TransactionTemplate(this.manager);
		template.setPropagationBehavior(propagation);
		return template;
	}

	private void assertSales(double expected) {
		assertThat(this.business.count("sales")).isEqualTo(expected);
	}

	enum Phase {

		BEFORE_COMMIT, BEFORE_COMPLETION, AFTER_COMMIT, AFTER_COMPLETION

	}

	/** Acts at one of the phases, as a transactional event listener does. */
	private record Callback(Phase phase, int order, Runnable action) implements TransactionSynchronization {

		@Override
		public int getOrder() {
			return this.order;
		}

		@Override
		public void beforeCommit(boolean readOnly) {
			reached(Phase.BEFORE_COMMIT);
		}

		@Override
		public void beforeCompletion() {
			reached(Phase.BEFORE_COMPLETION);
		}

		@Override
		public void afterCommit() {
			reached(Phase.AFTER_COMMIT);
		}

		@Override
		public void afterCompletion(int status) {
			reached(Phase.AFTER_COMPLETION);
		}

		private void reached(Phase phase) {
			if (this.phase == phase) {
				this.action.run();
			}
		}

	}

	/** Takes part in a transaction of something else, as in that of an EJB container. */
	private static final class Container extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		private final transient List<TransactionSynchronization> parts = new ArrayList<>();

		void complete(int status) {
			invokeAfterCompletion(this.parts, status);
		}

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected boolean isExistingTransaction(Object transaction) {
			return true;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

		@Override
		protected void registerAfterCompletionWithExistingTransaction(Object transaction,
				List<TransactionSynchronization> synchronizations) {
			this.parts.addAll(synchronizations);
		}

	}

}
