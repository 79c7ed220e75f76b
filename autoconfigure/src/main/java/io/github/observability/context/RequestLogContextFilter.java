package io.github.observability.context;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Returns the request id in the response and leaves the ids of the span to the container,
 * which logs a failure and shows its error page after the filters. On a dispatch that no
 * {@link RequestBoundary} surrounds it puts the context on the thread, too.
 */
final class RequestLogContextFilter implements Filter {

	/** From here on the container may log something itself or show its error page. */
	private static final int FIRST_ERROR_STATUS = 400;

	private final RequestBoundary boundary;

	private final RequestLogContextFactory factory;

	private final @Nullable CompletedSpan completedSpan;

	RequestLogContextFilter(RequestBoundary boundary, RequestLogContextFactory factory,
			@Nullable CompletedSpan completedSpan) {
		this.boundary = boundary;
		this.factory = factory;
		this.completedSpan = completedSpan;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		doFilter((HttpServletRequest) request, (HttpServletResponse) response, chain);
	}

	private void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		RequestLogContext known = ServletRequestLogContext.of(request);
		RequestLogContext context = (known != null) ? known : ServletRequestLogContext.create(this.factory, request);
		boolean surrounded = RequestLogContext.current() == context;
		if (!surrounded) {
			context.put();
			if (this.completedSpan != null && request.getDispatcherType() == DispatcherType.ERROR) {
				this.completedSpan.restore(request, context);
			}
		}
		if (request.getDispatcherType() == DispatcherType.REQUEST) {
			response.setHeader(this.factory.requestIdHeader(), context.requestId());
		}
		boolean failed = true;
		try {
			chain.doFilter(request, response);
			failed = response.getStatus() >= FIRST_ERROR_STATUS;
		}
		finally {
			if (!surrounded || leavesUnnoticed(request)) {
				this.boundary.exit(context);
			}
			else if (failed && this.completedSpan != null) {
				this.completedSpan.restore(request, context);
			}
		}
	}

	/**
	 * A request listener is not called when the thread leaves a request before its end.
	 */
	private boolean leavesUnnoticed(HttpServletRequest request) {
		return !this.boundary.isAroundDispatches() && request.isAsyncStarted();
	}

}
