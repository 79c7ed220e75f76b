package io.github.observability.context;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * {@link RequestBoundary} of Tomcat. The pipeline of the engine surrounds each dispatch
 * of a request, the line about an unhandled exception and the error page.
 */
final class TomcatBoundaryValve extends ValveBase {

	private final RequestBoundary boundary;

	TomcatBoundaryValve(RequestBoundary boundary) {
		super(true);
		this.boundary = boundary;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		RequestLogContext known = ServletRequestLogContext.of(request);
		RequestLogContext context = this.boundary.enter(known, request::getHeader);
		if (context != known) {
			request.setAttribute(ServletRequestLogContext.ATTRIBUTE, context);
		}
		try {
			getNext().invoke(request, response);
		}
		finally {
			this.boundary.exit(context);
		}
	}

}
