package io.github.observability.context;

import java.util.function.Function;

import io.github.observability.LogOnce;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.util.ClassUtils;

/**
 * The boundary between the container and a request: each thread that the container lets
 * work on a request has the context of the request, before any filter and until the
 * container is done, on every dispatch. An embedded Tomcat has a valve for that and Jetty
 * a scope listener. Anywhere else a request listener does what the Servlet API allows: it
 * surrounds the first dispatch alone, and it makes the container publish an event for
 * each attribute that is set.
 */
final class RequestBoundary implements ServletContextInitializer {

	private static final Logger logger = LoggerFactory.getLogger(RequestBoundary.class);

	private static final boolean JETTY = ClassUtils.isPresent(
			"org.eclipse.jetty.server.handler.ContextHandler$ContextScopeListener",
			RequestBoundary.class.getClassLoader());

	private final LogOnce failure = new LogOnce(logger);

	private final RequestLogContextFactory factory;

	private volatile boolean surroundsDispatches;

	RequestBoundary(RequestLogContextFactory factory) {
		this.factory = factory;
	}

	@Override
	public void onStartup(ServletContext servletContext) {
		if (!this.surroundsDispatches && JETTY) {
			this.surroundsDispatches = JettyScopeListener.register(this);
		}
		if (!this.surroundsDispatches) {
			servletContext.addListener(new RequestLogContextListener(this.factory));
		}
	}

	/**
	 * Note that the container calls {@link #enter} and {@link #exit} around each
	 * dispatch.
	 */
	void surroundDispatches() {
		this.surroundsDispatches = true;
	}

	/**
	 * Whether {@link #exit} is certain to follow on each thread that works on a request.
	 * @return whether the boundary is around each dispatch
	 */
	boolean isAroundDispatches() {
		return this.surroundsDispatches;
	}

	/**
	 * Put the context of a request on the current thread. A failure leaves the request
	 * without a context.
	 * @param known the context of an earlier dispatch of the request, if any
	 * @param headers the request as its first header of a name
	 * @return the context of the request, {@code null} if there is none
	 */
	@Nullable RequestLogContext enter(@Nullable RequestLogContext known, Function<String, @Nullable String> headers) {
		try {
			RequestLogContext context = (known != null) ? known : this.factory.create(headers);
			context.put();
			return context;
		}
		catch (RuntimeException ex) {
			this.failure.warn("The context of a request could not be set. Further failures are not logged", ex);
			return null;
		}
	}

	/**
	 * Take everything from the current thread that belongs to a request.
	 * @param context the context of the request, if it has one
	 */
	void exit(@Nullable RequestLogContext context) {
		if (context != null) {
			context.remove();
			context.removeTraceIds();
		}
		this.factory.removeMdcKeys();
	}

}
