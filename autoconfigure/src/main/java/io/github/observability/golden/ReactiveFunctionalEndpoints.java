package io.github.observability.golden;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Notes the exceptions of functional endpoints of WebFlux on their requests.
 */
final class ReactiveFunctionalEndpoints {

	private ReactiveFunctionalEndpoints() {
	}

	static FunctionalEndpoints postProcessor() {
		return new FunctionalEndpoints(RouterFunction.class, (handler) -> new Handler<>((HandlerFunction<?>) handler),
				(filter) -> new Filter<>((HandlerFilterFunction<?, ?>) filter));
	}

	private static void note(ServerRequest request, Throwable failure) {
		ReactiveHandledError error = ReactiveHandledError.of(request.exchange());
		if (error != null) {
			error.thrown(failure);
		}
	}

	private record Handler<T extends ServerResponse>(
			HandlerFunction<T> delegate) implements HandlerFunction<T>, FunctionalEndpoints.Decorated {

		@Override
		public Mono<T> handle(ServerRequest request) {
			try {
				return this.delegate.handle(request).doOnError((failure) -> note(request, failure));
			}
			catch (Throwable ex) {
				note(request, ex);
				throw ex;
			}
		}

		// Shown by the mappings endpoint.
		@Override
		public String toString() {
			return this.delegate.toString();
		}

	}

	private record Filter<T extends ServerResponse, R extends ServerResponse>(HandlerFilterFunction<T, R> delegate)
			implements
				HandlerFilterFunction<T, R>,
				FunctionalEndpoints.Decorated {

		@Override
		public Mono<R> filter(ServerRequest request, HandlerFunction<T> next) {
			try {
				return this.delegate.filter(request, next).doOnError((failure) -> note(request, failure));
			}
			catch (Throwable ex) {
				note(request, ex);
				throw ex;
			}
		}

	}

}
