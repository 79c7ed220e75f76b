package io.github.observability.context;

import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;

/**
 * The context of a thread: span, baggage, request id, user id and chosen MDC keys. Use it
 * to propagate the context to threads that no bean of the application starts, such as the
 * common pool, parallel streams, raw threads and structured concurrency.
 * <pre class="code">
 * PropagatedContext context = PropagatedContext.capture();
 * rides.parallelStream().map(context.function(this::price)).toList();
 * </pre> A wrapped task runs with the context of the thread that captured it, whatever
 * context the running thread has, and leaves that thread as it was.
 */
public final class PropagatedContext {

	/**
	 * Clears what the captured context lacks: a task must not see the context of the
	 * thread that runs it.
	 */
	private static final ContextSnapshotFactory factory = ContextSnapshotFactory.builder().clearMissing(true).build();

	private final ContextSnapshot snapshot;

	private PropagatedContext(ContextSnapshot snapshot) {
		this.snapshot = snapshot;
	}

	/**
	 * Capture the context of the current thread.
	 * @return the context
	 */
	public static PropagatedContext capture() {
		return new PropagatedContext(factory.captureAll());
	}

	/**
	 * Return an empty context, for tasks that outlive the request that starts them.
	 * @return the empty context
	 */
	public static PropagatedContext none() {
		return new PropagatedContext(factory.captureFrom());
	}

	/**
	 * Return a factory whose threads have the context of the thread that creates them.
	 * Use it for threads with one task and for structured concurrency. Do not use it for
	 * a pool, whose workers would keep the context of the first request.
	 * @param factory creates the threads
	 * @return the factory
	 */
	public static ThreadFactory threadFactory(ThreadFactory factory) {
		return (task) -> factory.newThread(capture().runnable(task));
	}

	/**
	 * Put the context on the current thread until the scope is closed, for code that
	 * cannot be wrapped.
	 * @return the scope, to be closed on the same thread
	 */
	public Scope openScope() {
		ContextSnapshot.Scope scope = this.snapshot.setThreadLocals();
		return scope::close;
	}

	/**
	 * Propagate the context to a task.
	 * @param task the task
	 * @return the task with the context
	 */
	public Runnable runnable(Runnable task) {
		return this.snapshot.wrap(task);
	}

	/**
	 * Propagate the context to a task with a result.
	 * @param task the task
	 * @param <T> the type of the result
	 * @return the task with the context
	 */
	public <T> Callable<T> callable(Callable<T> task) {
		return this.snapshot.wrap(task);
	}

	/**
	 * Propagate the context to a supplier, as for {@code CompletableFuture.supplyAsync}.
	 * @param supplier the supplier
	 * @param <T> the type of what is supplied
	 * @return the supplier with the context
	 */
	public <T> Supplier<T> supplier(Supplier<T> supplier) {
		return () -> {
			Scope scope = openScope();
			try {
				return supplier.get();
			}
			finally {
				scope.close();
			}
		};
	}

	/**
	 * Propagate the context to a function, as for {@code Stream.map}.
	 * @param function the function
	 * @param <T> the type of the argument
	 * @param <R> the type of the result
	 * @return the function with the context
	 */
	public <T, R> Function<T, R> function(Function<? super T, ? extends R> function) {
		return (argument) -> {
			Scope scope = openScope();
			try {
				return function.apply(argument);
			}
			finally {
				scope.close();
			}
		};
	}

	/**
	 * Propagate the context to a predicate, as for {@code Stream.filter}.
	 * @param predicate the predicate
	 * @param <T> the type of the argument
	 * @return the predicate with the context
	 */
	public <T> Predicate<T> predicate(Predicate<? super T> predicate) {
		return (argument) -> {
			Scope scope = openScope();
			try {
				return predicate.test(argument);
			}
			finally {
				scope.close();
			}
		};
	}

	/**
	 * Propagate the context to a consumer, as for {@code Stream.forEach}.
	 * @param consumer the consumer
	 * @param <T> the type of the argument
	 * @return the consumer with the context
	 */
	public <T> Consumer<T> consumer(Consumer<? super T> consumer) {
		return this.snapshot.wrap(consumer::accept);
	}

	/**
	 * The time for which a context is on a thread.
	 */
	@FunctionalInterface
	public interface Scope extends AutoCloseable {

		/**
		 * Give the thread back the context that it had before.
		 */
		@Override
		void close();

	}

}
