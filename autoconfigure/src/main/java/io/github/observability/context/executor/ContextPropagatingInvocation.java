package io.github.observability.context.executor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ThreadPoolExecutor;

import io.github.observability.context.PropagatedContext;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Calls an executor or a scheduler with tasks that have the context of the caller. It
 * adds no lock and no state.
 */
final class ContextPropagatingInvocation {

	private static final Set<String> ONCE = Set.of("execute", "submit", "invokeAll", "invokeAny", "schedule", "invoke",
			"lazySubmit", "externalSubmit", "submitWithTimeout", "invokeAllUninterruptibly", "submitCompletable",
			"submitListenable");

	private static final Set<String> PERIODIC = Set.of("scheduleAtFixedRate", "scheduleWithFixedDelay");

	/** Spring schedules each run of a trigger when the one before is over. */
	static final String RESCHEDULED = "org.springframework.scheduling.concurrent.ReschedulingRunnable";

	private static final String TRIGGER = "org.springframework.scheduling.Trigger";

	private final Object executor;

	ContextPropagatingInvocation(Object executor) {
		this.executor = executor;
	}

	/**
	 * Call a method of the executor.
	 * @param method the method, of a class or interface that the executor has
	 * @param arguments its arguments
	 * @return its result
	 * @throws Throwable what it throws
	 */
	@Nullable Object invoke(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		ReflectionUtils.makeAccessible(method);
		try {
			Object result = method.invoke(this.executor, propagating(method, arguments));
			// Whoever submits a task of fork and join gets the same task back.
			boolean forked = method.getReturnType() == ForkJoinTask.class && arguments != null && arguments.length > 0
					&& arguments[0] instanceof ForkJoinTask<?> && method.getParameterTypes()[0] == ForkJoinTask.class;
			return (forked && arguments != null) ? arguments[0] : result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static @Nullable Object @Nullable [] propagating(Method method, @Nullable Object @Nullable [] arguments) {
		if (arguments == null || arguments.length == 0) {
			return arguments;
		}
		Class<?> type = method.getParameterTypes()[0];
		boolean rescheduled = method.getName().equals("schedule") && arguments[0] instanceof Runnable task
				&& (task.getClass().getName().equals(RESCHEDULED)
						|| method.getParameterCount() > 1 && method.getParameterTypes()[1].getName().equals(TRIGGER));
		if (ONCE.contains(method.getName()) && !rescheduled) {
			Object propagated = propagate(type, arguments[0], PropagatedContext.capture());
			boolean scheduled = method.getName().equals("schedule");
			return withFirst(arguments,
					(scheduled && propagated instanceof Runnable run) ? ScheduledRun.of(run, true) : propagated);
		}
		if (method.getName().equals("remove") && method.getDeclaringClass() == ThreadPoolExecutor.class
				&& arguments[0] instanceof Runnable task) {
			return withFirst(arguments, new QueuedTask(task, task));
		}
		if ((rescheduled || PERIODIC.contains(method.getName())) && arguments[0] instanceof Runnable task) {
			return withFirst(arguments, ScheduledRun.of(PropagatedContext.none().runnable(task), true));
		}
		return arguments;
	}

	private static @Nullable Object @Nullable [] withFirst(@Nullable Object[] arguments, @Nullable Object first) {
		@Nullable Object[] changed = arguments.clone();
		changed[0] = first;
		return changed;
	}

	/**
	 * The declared type counts: a task of {@code CompletableFuture} is a
	 * {@link ForkJoinTask} too, but it is handed over as a {@link Runnable}.
	 */
	private static @Nullable Object propagate(Class<?> type, @Nullable Object task, PropagatedContext context) {
		if (type == Runnable.class && task instanceof Runnable runnable) {
			return new QueuedTask(runnable, context.runnable(runnable));
		}
		if (type == Callable.class && task instanceof Callable<?> callable) {
			return context.callable(callable);
		}
		if (type == ForkJoinTask.class && task instanceof ForkJoinTask<?> forked) {
			return ForkJoinTask.adapt(context.callable(forked::invoke));
		}
		if (type == Collection.class && task instanceof Collection<?> tasks) {
			return propagateAll(tasks, context);
		}
		return task;
	}

	private static List<@Nullable Object> propagateAll(Collection<?> tasks, PropagatedContext context) {
		List<@Nullable Object> propagated = new ArrayList<>(tasks.size());
		for (Object task : tasks) {
			propagated.add(propagate(Callable.class, task, context));
		}
		return propagated;
	}

	/**
	 * A task that a queue finds by the task that it was made of, as pools do to remove
	 * one.
	 */
	private static final class QueuedTask implements Runnable {

		private final Runnable task;

		private final Runnable propagating;

		QueuedTask(Runnable task, Runnable propagating) {
			this.task = task;
			this.propagating = propagating;
		}

		@Override
		public void run() {
			this.propagating.run();
		}

		@Override
		public boolean equals(Object other) {
			return (other instanceof QueuedTask queued) ? this.task.equals(queued.task) : this.task.equals(other);
		}

		@Override
		public int hashCode() {
			return this.task.hashCode();
		}

		@Override
		public String toString() {
			return this.task.toString();
		}

	}

}
