package io.github.observability.golden;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Suppresses every observation on the threads that serve an ignored request. Suppressing
 * only the observation of the request would turn all its children into root spans. The
 * thread-local value propagates like any other context.
 */
public final class RequestSuppression implements ThreadLocalAccessor<Boolean>, ObservationPredicate {

	static final String KEY = RequestSuppression.class.getName();

	private static final ThreadLocal<Boolean> current = new ThreadLocal<>();

	RequestSuppression() {
	}

	/**
	 * Run a task of the starter, none of whose observations is recorded.
	 * @param task the task
	 */
	public static void suppress(Runnable task) {
		boolean before = enter();
		try {
			task.run();
		}
		finally {
			restore(before);
		}
	}

	/**
	 * Registers the accessor with the global registry. It is never removed: it does
	 * nothing while nobody sets the value.
	 */
	static void register() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new RequestSuppression());
	}

	/**
	 * Suppress observations on the current thread.
	 * @return whether they were suppressed before
	 */
	static boolean enter() {
		boolean before = isCurrent();
		current.set(Boolean.TRUE);
		return before;
	}

	static void restore(boolean before) {
		if (!before) {
			current.remove();
		}
	}

	static boolean isCurrent() {
		return current.get() != null;
	}

	@Override
	public boolean test(String name, Observation.Context context) {
		return !isCurrent();
	}

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable Boolean getValue() {
		return current.get();
	}

	@Override
	public void setValue(Boolean value) {
		current.set(value);
	}

	@Override
	public void setValue() {
		current.remove();
	}

}
