package io.github.observability.golden;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * Notes what the {@code Mono} or {@code Flux} of a handler fails with. It handles no
 * result: it is asked for each one before the result's exception handler is, which is
 * when that one can still be decorated.
 */
final class HandledErrorResultHandler implements HandlerResultHandler, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(HandlerResult result) {
		DispatchExceptionHandler exceptionHandler = result.getExceptionHandler();
		if (exceptionHandler != null) {
			result.setExceptionHandler((exchange, failure) -> {
				HandledError error = HandledError.of(exchange);
				if (error != null) {
					error.thrown(failure);
				}
				return exceptionHandler.handleError(exchange, failure);
			});
		}
		return false;
	}

	@Override
	public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
		return Mono.error(new IllegalStateException("No result is handled here"));
	}

}
