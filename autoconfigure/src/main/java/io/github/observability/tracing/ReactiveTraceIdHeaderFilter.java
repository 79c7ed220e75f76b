package io.github.observability.tracing;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * {@link TraceIdHeaderFilter} for WebFlux.
 */
final class ReactiveTraceIdHeaderFilter implements WebFilter, Ordered {

	private final String header;

	ReactiveTraceIdHeaderFilter(String header) {
		this.header = header;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.map(CurrentTraceId::of)
			.ifPresent((traceId) -> exchange.getResponse().getHeaders().set(this.header, traceId));
		return chain.filter(exchange);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
