package io.github.observability.context;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Carries the {@link RequestLogContext} of a request from Reactor's context to the thread
 * that runs an operator. It puts and takes away the entries of the request and no others:
 * the MDC may hold what belongs to the thread.
 */
final class RequestLogContextAccessor implements ThreadLocalAccessor<RequestLogContext> {

	static final String KEY = RequestLogContext.class.getName();

	private static final ThreadLocal<RequestLogContext> current = new ThreadLocal<>();

	/**
	 * Makes the accessor known to all that propagate context, which is global. It is not
	 * taken back: without a value in Reactor's context it does nothing, and another
	 * application in the JVM may need it.
	 */
	static void register() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new RequestLogContextAccessor());
	}

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable RequestLogContext getValue() {
		return current.get();
	}

	@Override
	public void setValue(RequestLogContext value) {
		if (current.get() != value) {
			setValue();
			current.set(value);
		}
		value.put();
	}

	@Override
	public void setValue() {
		RequestLogContext previous = current.get();
		if (previous != null) {
			current.remove();
			previous.remove();
		}
	}

}
