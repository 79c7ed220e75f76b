package io.github.observability.golden;

import java.util.List;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * {@link ServletRejectedRoutes} of WebFlux.
 */
final class ReactiveRejectedRoutes {

	private final Supplier<List<HandlerMapping>> mappings;

	ReactiveRejectedRoutes(Supplier<List<HandlerMapping>> mappings) {
		this.mappings = SingletonSupplier.of(mappings);
	}

	/**
	 * Find the route of a request if the request was rejected.
	 * @param exchange the request with its response
	 * @return a {@link Mono} that completes when the route is found
	 */
	Mono<Void> find(ServerWebExchange exchange) {
		HttpStatusCode status = exchange.getResponse().getStatusCode();
		if (status == null || !isRejection(status) || hasRoute(exchange)) {
			return Mono.empty();
		}
		return Flux.fromIterable(this.mappings.get())
			.concatMap((mapping) -> mapping.getHandler(withoutOrigin(exchange)))
			.next()
			.onErrorComplete()
			.then();
	}

	private static boolean isRejection(HttpStatusCode status) {
		return status.isSameCodeAs(HttpStatus.UNAUTHORIZED) || status.isSameCodeAs(HttpStatus.FORBIDDEN);
	}

	private static boolean hasRoute(ServerWebExchange exchange) {
		return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.map((observation) -> observation.getPathPattern() != null)
			.orElse(true);
	}

	/**
	 * A mapping rejects a request whose origin is not allowed.
	 */
	private static ServerWebExchange withoutOrigin(ServerWebExchange exchange) {
		return exchange.mutate()
			.request((request) -> request.headers((headers) -> headers.remove(HttpHeaders.ORIGIN)))
			.build();
	}

}
