package io.github.observability.context;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Puts the context of a request on the thread before any filter runs and takes it away
 * when the container is done, so that the container's own line about an unhandled
 * exception has it too.
 */
final class RequestLogContextListener implements ServletRequestListener {

	private final RequestLogContextFactory factory;

	RequestLogContextListener(RequestLogContextFactory factory) {
		this.factory = factory;
	}

	@Override
	public void requestInitialized(ServletRequestEvent event) {
		if (event.getServletRequest() instanceof HttpServletRequest request) {
			ServletRequestLogContext.create(this.factory, request).put();
		}
	}

	@Override
	public void requestDestroyed(ServletRequestEvent event) {
		if (event.getServletRequest() instanceof HttpServletRequest request) {
			RequestLogContext context = ServletRequestLogContext.of(request);
			if (context != null) {
				context.remove();
				context.removeTraceIds();
			}
			this.factory.removeMdcKeys();
		}
	}

}
