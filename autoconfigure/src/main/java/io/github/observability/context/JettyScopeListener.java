package io.github.observability.context;

import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;

/**
 * {@link RequestBoundary} of Jetty, which enters the scope of an application for each
 * dispatch of a request and for each asynchronous event, and logs failures within it.
 */
final class JettyScopeListener implements ContextHandler.ContextScopeListener {

	private final RequestBoundary boundary;

	/** Scopes of the same request are nested. */
	private final ThreadLocal<@Nullable Entered> entered = new ThreadLocal<>();

	private JettyScopeListener(RequestBoundary boundary) {
		this.boundary = boundary;
	}

	/**
	 * Register a listener for the application that is starting on this thread.
	 * @param boundary the boundary
	 * @return whether it is Jetty that starts the application
	 */
	static boolean register(RequestBoundary boundary) {
		ContextHandler handler = ContextHandler.getCurrentContextHandler();
		return handler != null && handler.addEventListener(new JettyScopeListener(boundary));
	}

	@Override
	public void enterScope(Context context, @Nullable Request request) {
		if (request == null) {
			return;
		}
		Entered outer = this.entered.get();
		if (outer != null) {
			outer.depth++;
			return;
		}
		RequestLogContext known = (RequestLogContext) request.getAttribute(ServletRequestLogContext.ATTRIBUTE);
		RequestLogContext current = this.boundary.enter(known, (name) -> request.getHeaders().get(name));
		if (current != known) {
			request.setAttribute(ServletRequestLogContext.ATTRIBUTE, current);
		}
		this.entered.set(new Entered(current));
	}

	@Override
	public void exitScope(Context context, @Nullable Request request) {
		Entered current = this.entered.get();
		if (request != null && current != null && --current.depth == 0) {
			this.entered.remove();
			this.boundary.exit(current.context);
		}
	}

	/** A request on the current thread. */
	private static final class Entered {

		private final @Nullable RequestLogContext context;

		private int depth = 1;

		Entered(@Nullable RequestLogContext context) {
			this.context = context;
		}

	}

}
