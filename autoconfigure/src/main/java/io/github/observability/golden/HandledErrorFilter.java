package io.github.observability.golden;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Attaches a {@link HandledError} to a request and settles it when the answer is
 * committed or, for an answer without a body, when the handler is done: whichever comes
 * first is before the observation asks for the exception.
 */
final class HandledErrorFilter implements WebFilter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HandledError error = new HandledError(exchange);
		exchange.getResponse().beforeCommit(error::settleOnCommit);
		Mono<Void> served = chain.filter(exchange)
			.doOnSuccess((done) -> error.settle())
			.contextWrite((context) -> context.put(HandledError.HOOK, error));
		return new FatalErrorMono(served, exchange.getResponse());
	}

}
