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
 * Marks requests to WebFlux that are no traffic as {@link Unobserved}, around all that
 * observes them.
 */
final class UnobservedDecorator implements HttpHandlerDecoratorFactory, Ordered {

	private final Predicate<ServerHttpRequest> ignored;

	UnobservedDecorator(Predicate<ServerHttpRequest> ignored) {
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
			return handler.handle(new UnobservedRequest(request), response)
				.contextWrite((context) -> context.put(Unobserved.KEY, Boolean.TRUE));
		};
	}

	/**
	 * Refuses the observation of the request itself also where Reactor's context does not
	 * reach the thread.
	 */
	static final class RequestPredicate implements ObservationPredicate {

		@Override
		public boolean test(String name, Observation.Context context) {
			return !(context instanceof ServerRequestObservationContext served)
					|| !(served.getCarrier() instanceof UnobservedRequest);
		}

	}

	private static final class UnobservedRequest extends ServerHttpRequestDecorator {

		UnobservedRequest(ServerHttpRequest request) {
			super(request);
		}

	}

}
