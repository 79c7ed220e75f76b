package io.github.observability.golden;

import java.util.List;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * {@link UnservedRoutes} of WebFlux.
 */
final class ReactiveUnservedRoutes {

	private final Supplier<List<HandlerMapping>> mappings;

	ReactiveUnservedRoutes(Supplier<List<HandlerMapping>> mappings) {
		this.mappings = SingletonSupplier.of(mappings);
	}

	/**
	 * Find the route of a request if it was rejected.
	 * @param exchange the request with its answer
	 * @return a {@link Mono} that ends when it is found
	 */
	Mono<Void> find(ServerWebExchange exchange) {
		HttpStatusCode status = exchange.getResponse().getStatusCode();
		if (status == null || !RejectionStatus.contains(status.value()) || hasRoute(exchange)) {
			return Mono.empty();
		}
		return Flux.fromIterable(this.mappings.get())
			.concatMap((mapping) -> mapping.getHandler(withoutOrigin(exchange)))
			.next()
			.onErrorComplete()
			.then();
	}

	private static boolean hasRoute(ServerWebExchange exchange) {
		return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.map((observation) -> observation.getPathPattern() != null)
			.orElse(true);
	}

	/**
	 * A mapping answers what the origin of a request may not do.
	 */
	private static ServerWebExchange withoutOrigin(ServerWebExchange exchange) {
		return exchange.mutate()
			.request((request) -> request.headers((headers) -> headers.remove(HttpHeaders.ORIGIN)))
			.build();
	}

}
