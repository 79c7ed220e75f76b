package io.github.observability.context.executor;

import java.util.concurrent.Callable;

import io.github.observability.context.PropagatedContext;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;

/**
 * {@link CallableProcessingInterceptor} that propagates the context of the request to the
 * thread that runs the callable, whichever executor it belongs to.
 */
final class MvcCallableInterceptor implements CallableProcessingInterceptor {

	private static final String CONTEXT = MvcCallableInterceptor.class.getName();

	private final ThreadLocal<PropagatedContext.@Nullable Scope> scope = new ThreadLocal<>();

	@Override
	public <T> void beforeConcurrentHandling(NativeWebRequest request, Callable<T> task) {
		request.setAttribute(CONTEXT, PropagatedContext.capture(), RequestAttributes.SCOPE_REQUEST);
	}

	@Override
	public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
		if (request.getAttribute(CONTEXT, RequestAttributes.SCOPE_REQUEST) instanceof PropagatedContext context) {
			this.scope.set(context.openScope());
		}
	}

	@Override
	public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object concurrentResult) {
		PropagatedContext.Scope opened = this.scope.get();
		if (opened != null) {
			this.scope.remove();
			opened.close();
		}
	}

}
