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
		return new FunctionalEndpoints(RouterFunction.class,
				(handler) -> (handler instanceof Handler<?>) ? handler : new Handler<>((HandlerFunction<?>) handler),
				(filter) -> (filter instanceof Filter<?, ?>) ? filter
						: new Filter<>((HandlerFilterFunction<?, ?>) filter));
	}

	private static void note(ServerRequest request, Throwable failure) {
		ReactiveHandledError error = ReactiveHandledError.of(request.exchange());
		if (error != null) {
			error.thrown(failure);
		}
	}

	private static final class Handler<T extends ServerResponse> implements HandlerFunction<T> {

		private final HandlerFunction<T> delegate;

		Handler(HandlerFunction<T> delegate) {
			this.delegate = delegate;
		}

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

	private static final class Filter<T extends ServerResponse, R extends ServerResponse>
			implements HandlerFilterFunction<T, R> {

		private final HandlerFilterFunction<T, R> delegate;

		Filter(HandlerFilterFunction<T, R> delegate) {
			this.delegate = delegate;
		}

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
