package io.github.observability.context;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Propagates the {@link RequestLogContext} of a request to another thread, which runs a
 * task or an operator of Reactor. It puts and takes away the entries of the request and
 * no others: the MDC may hold what belongs to the thread.
 */
final class RequestLogContextAccessor implements ThreadLocalAccessor<RequestLogContext> {

	static final String KEY = RequestLogContext.class.getName();

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable RequestLogContext getValue() {
		return RequestLogContext.current();
	}

	@Override
	public void setValue(RequestLogContext value) {
		if (RequestLogContext.current() != value) {
			setValue();
		}
		value.put();
	}

	@Override
	public void setValue() {
		RequestLogContext previous = RequestLogContext.current();
		if (previous != null) {
			previous.remove();
		}
	}

}
