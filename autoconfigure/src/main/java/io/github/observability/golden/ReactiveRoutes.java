package io.github.observability.golden;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.observability.HttpNames;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.jspecify.annotations.Nullable;
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
final class ReactiveRoutes {

	private final Supplier<List<HandlerMapping>> mappings;

	ReactiveRoutes(Supplier<List<HandlerMapping>> mappings) {
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

	/**
	 * Finds the route of a request that Spring Cloud Gateway proxies: the pattern of the
	 * path predicate that matched. The gateway keeps it as an attribute of the exchange
	 * and does not report it to the observation. An observation that ends because the
	 * client disconnects ends before anybody else can set the route, so this is also a
	 * filter.
	 */
	static final class GatewayFilter implements ObservationFilter {

		/** The gateway is optional, so its constant is repeated. */
		static final String PATTERN_ATTRIBUTE = "org.springframework.cloud.gateway.support.ServerWebExchangeUtils.gatewayPredicateMatchedPathAttr";

		private final Supplier<HttpNames> names;

		GatewayFilter(Supplier<HttpNames> names) {
			this.names = names;
		}

		static void find(ServerWebExchange exchange) {
			String pattern = pattern(exchange.getAttributes());
			if (pattern != null) {
				ServerRequestObservationContext.findCurrent(exchange.getAttributes())
					.filter((context) -> context.getPathPattern() == null)
					.ifPresent((context) -> context.setPathPattern(pattern));
			}
		}

		private static @Nullable String pattern(Map<String, Object> attributes) {
			return (attributes.get(PATTERN_ATTRIBUTE) instanceof String pattern) ? pattern : null;
		}

		@Override
		public Observation.Context map(Observation.Context context) {
			if (context instanceof ServerRequestObservationContext served && served.getPathPattern() == null) {
				String pattern = pattern(served.getAttributes());
				if (pattern != null) {
					served.setPathPattern(pattern);
					served.addLowCardinalityKeyValue(KeyValue.of(this.names.get().route(), pattern));
				}
			}
			return context;
		}

	}

}
