package io.github.observability.golden;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Attaches a {@link HandledError} to a request and settles it when the answer is
 * committed or, for an answer without a body, when the handler is done: whichever comes
 * first is before the observation asks for the exception. A stream is committed when it
 * has its first element, so that is noted, too. A request that was rejected gets its
 * route.
 */
final class HandledErrorFilter implements WebFilter, Ordered {

	private final ExpectedExceptions expected;

	private final StreamContentTypes streamTypes;

	private final ReactiveUnservedRoutes unservedRoutes;

	HandledErrorFilter(ExpectedExceptions expected, StreamContentTypes streamTypes,
			ReactiveUnservedRoutes unservedRoutes) {
		this.expected = expected;
		this.streamTypes = streamTypes;
		this.unservedRoutes = unservedRoutes;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HandledError error = new HandledError(exchange, this.expected);
		exchange.getResponse().beforeCommit(() -> {
			error.settle();
			noteStream(exchange);
			return Mono.empty();
		});
		Mono<Void> served = chain.filter(noticingAborts(exchange))
			.doOnSuccess((done) -> error.settle())
			.then(Mono.defer(() -> this.unservedRoutes.find(exchange)))
			.contextWrite((context) -> context.put(HandledError.HOOK, error));
		return new FatalErrorMono(served, exchange.getResponse());
	}

	private static ServerWebExchange noticingAborts(ServerWebExchange exchange) {
		return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.map((observation) -> exchange.mutate()
				.response(ClientAbortDecorator.decorate(exchange.getResponse(), observation))
				.build())
			.orElse(exchange);
	}

	private void noteStream(ServerWebExchange exchange) {
		if (this.streamTypes.contain(exchange.getResponse().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE))) {
			ServerRequestObservationContext.findCurrent(exchange.getAttributes())
				.map(RequestInFlight::of)
				.ifPresent((request) -> {
					request.becomeStream();
					request.writesFirstByte();
				});
		}
	}

}
