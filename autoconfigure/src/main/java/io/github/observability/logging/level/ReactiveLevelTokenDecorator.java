package io.github.observability.logging.level;

import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;

/**
 * Raises the levels of a request that WebFlux serves by its token. Reactor's context
 * takes them to the operators of the request.
 */
final class ReactiveLevelTokenDecorator implements HttpHandlerDecoratorFactory, Ordered {

	private final LevelTokens tokens;

	ReactiveLevelTokenDecorator(LevelTokens tokens) {
		this.tokens = tokens;
	}

	/** Inside of what gives the request its id. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public HttpHandler apply(HttpHandler handler) {
		return (request, response) -> {
			RaisedLevels levels = this.tokens.accept(request.getHeaders().getFirst(this.tokens.header()));
			if (levels == null) {
				return handler.handle(request, response);
			}
			levels.put();
			try {
				return handler.handle(request, response)
					.contextWrite((context) -> context.put(RaisedLevelsAccessor.KEY, levels));
			}
			finally {
				RaisedLevels.clear();
			}
		};
	}

}
