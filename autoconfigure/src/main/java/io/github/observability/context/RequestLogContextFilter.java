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
 * Carries the context of a request to the threads that serve its later dispatches, and
 * sends the request id back.
 */
final class RequestLogContextFilter implements Filter {

	/** From here on the container may log something itself or show its error page. */
	private static final int FIRST_ERROR_STATUS = 400;

	private final RequestLogContextFactory factory;

	private final @Nullable CompletedSpan endedSpan;

	RequestLogContextFilter(RequestLogContextFactory factory, @Nullable CompletedSpan endedSpan) {
		this.factory = factory;
		this.endedSpan = endedSpan;
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
		boolean requestDispatch = request.getDispatcherType() == DispatcherType.REQUEST;
		if (requestDispatch) {
			response.setHeader(this.factory.requestIdHeader(), context.requestId());
		}
		if (!requestDispatch || known == null) {
			context.put();
		}
		try {
			chain.doFilter(request, response);
		}
		finally {
			// On the thread of the first dispatch the listener takes the context away, if
			// there is one, unless the thread leaves the request before its end.
			boolean containerGoesOn = known != null && !request.isAsyncStarted()
					&& request.getDispatcherType() != DispatcherType.ASYNC;
			if (!containerGoesOn) {
				context.remove();
				this.factory.removeMdcKeys();
			}
			else if (requestDispatch && this.endedSpan != null && response.getStatus() >= FIRST_ERROR_STATUS) {
				this.endedSpan.restore(request, context);
			}
		}
	}

}
