package io.github.observability.golden;

import java.util.function.Predicate;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Applies {@link RequestSuppression} to ignored requests to WebFlux, around everything
 * that observes them.
 */
final class ReactiveSuppressionDecorator implements HttpHandlerDecoratorFactory, Ordered {

	private final Predicate<ServerHttpRequest> ignored;

	ReactiveSuppressionDecorator(Predicate<ServerHttpRequest> ignored) {
		this.ignored = ignored;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public HttpHandler apply(HttpHandler handler) {
		return (request, response) -> {
			if (!this.ignored.test(request)) {
				return handler.handle(request, response);
			}
			return handler.handle(new SuppressedRequest(request), response)
				.contextWrite((context) -> context.put(RequestSuppression.KEY, Boolean.TRUE));
		};
	}

	/**
	 * Suppresses the observation of the request itself even where Reactor's context does
	 * not reach the thread.
	 */
	static final class RequestPredicate implements ObservationPredicate {

		@Override
		public boolean test(String name, Observation.Context context) {
			return !(context instanceof ServerRequestObservationContext served)
					|| !(served.getCarrier() instanceof SuppressedRequest);
		}

	}

	private static final class SuppressedRequest extends ServerHttpRequestDecorator {

		SuppressedRequest(ServerHttpRequest request) {
			super(request);
		}

	}

}
