package io.github.observability.golden;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Marks threads that serve a request which is no traffic. No observation begins on them,
 * whoever asks for it: refusing that of the request alone would make roots of all its
 * children. The mark travels as context does.
 */
final class Unobserved implements ThreadLocalAccessor<Boolean>, ObservationPredicate {

	static final String KEY = Unobserved.class.getName();

	private static final ThreadLocal<Boolean> current = new ThreadLocal<>();

	/**
	 * Makes the mark known to all that propagate context, which is global. It is not
	 * taken back: it does nothing where nobody sets it.
	 */
	static void register() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new Unobserved());
	}

	/**
	 * Mark the current thread.
	 * @return whether it was marked before
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
