package io.github.observability.context;

import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;

/**
 * Gives each request its {@link RequestLogContext} in Reactor's context, and sends the
 * request id back. It is around all filters and exception handlers: Boot writes the line
 * about an unhandled exception outside the filters.
 */
final class RequestLogContextDecorator implements HttpHandlerDecoratorFactory, Ordered {

	private final RequestLogContextFactory factory;

	RequestLogContextDecorator(RequestLogContextFactory factory) {
		this.factory = factory;
	}

	/**
	 * The first decorator is the outermost one.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public HttpHandler apply(HttpHandler handler) {
		return (request, response) -> {
			RequestLogContext context = this.factory.create(request.getHeaders()::getFirst);
			response.getHeaders().set(this.factory.requestIdHeader(), context.requestId());
			return handler.handle(request, response)
				.contextWrite((reactor) -> reactor.put(RequestLogContextAccessor.KEY, context));
		};
	}

}
