package io.github.observability.golden;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Attaches a {@link ReactiveHandledError} to a request and settles it when the response
 * is committed or, if it has no body, when the handler is done: both happen before the
 * observation reads the exception. A stream is committed with its first element, so this
 * also records the time to the first byte. A rejected request gets its route, and so does
 * one that Spring Cloud Gateway proxies.
 */
final class ReactiveGoldenSignalsFilter implements WebFilter, Ordered {

	private final GoldenSignalsProperties properties;

	private final StreamMeters.ContentTypes streamTypes;

	private final ReactiveRoutes rejectedRoutes;

	ReactiveGoldenSignalsFilter(GoldenSignalsProperties properties, ReactiveRoutes rejectedRoutes) {
		this.properties = properties;
		this.streamTypes = new StreamMeters.ContentTypes(properties.streamContentTypes());
		this.rejectedRoutes = rejectedRoutes;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ReactiveHandledError error = new ReactiveHandledError(exchange, this.properties);
		exchange.getResponse().beforeCommit(() -> {
			error.settle();
			ReactiveRoutes.GatewayFilter.find(exchange);
			noteStream(exchange);
			return Mono.empty();
		});
		Mono<Void> served = chain.filter(noticingAborts(exchange)).doOnSuccess((done) -> {
			error.settle();
			ReactiveRoutes.GatewayFilter.find(exchange);
		})
			.then(Mono.defer(() -> this.rejectedRoutes.find(exchange)))
			.contextWrite((context) -> context.put(ReactiveHandledError.HOOK, error));
		return new FatalErrorMono(served, exchange.getResponse());
	}

	private static ServerWebExchange noticingAborts(ServerWebExchange exchange) {
		return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.map((observation) -> exchange.mutate()
				.response(ReactiveClientAbortDecorator.decorate(exchange.getResponse(), observation))
				.build())
			.orElse(exchange);
	}

	private void noteStream(ServerWebExchange exchange) {
		if (this.streamTypes.contain(exchange.getResponse().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE))) {
			ServerRequestObservationContext.findCurrent(exchange.getAttributes())
				.map(RequestState::of)
				.ifPresent((request) -> {
					request.becomeStream();
					request.writesFirstByte();
				});
		}
	}

	/**
	 * Ends the observation of a request that Reactor never ends. Reactor passes an error
	 * of the virtual machine, such as a missing class, to no subscriber. It throws the
	 * error at the server, which cannot cancel while it is still subscribing.
	 */
	private static final class FatalErrorMono extends MonoOperator<Void, Void> {

		private final ServerHttpResponse response;

		FatalErrorMono(Mono<Void> source, ServerHttpResponse response) {
			super(source);
			this.response = response;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Void> actual) {
			try {
				this.source.subscribe(actual);
			}
			catch (Throwable ex) {
				Observation observation = actual.currentContext()
					.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
				if (observation != null) {
					this.response.setStatusCode(HttpStatus.INTERNAL_SERVER_ERROR);
					observation.error(ex).stop();
				}
				throw ex;
			}
		}

	}

}
