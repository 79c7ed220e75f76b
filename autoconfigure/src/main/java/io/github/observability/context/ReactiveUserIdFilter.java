package io.github.observability.context;

import io.github.observability.LogOnce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Puts the id of the user on the log lines of a request, right after authentication.
 */
final class ReactiveUserIdFilter implements WebFilter, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(ReactiveUserIdFilter.class);

	/** Right after Spring Security's filter chain, whose order is -100. */
	private static final int AFTER_SECURITY = -99;

	private final ReactiveUserIdResolver resolver;

	private final LogOnce failure = new LogOnce(logger);

	ReactiveUserIdFilter(ReactiveUserIdResolver resolver) {
		this.resolver = resolver;
	}

	@Override
	public int getOrder() {
		return AFTER_SECURITY;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return Mono.deferContextual((reactor) -> {
			RequestLogContext context = reactor.getOrDefault(RequestLogContextAccessor.KEY, null);
			return (context != null) ? filter(exchange, chain, context) : chain.filter(exchange);
		});
	}

	private Mono<String> resolve(ServerWebExchange exchange) {
		try {
			return this.resolver.resolve(exchange);
		}
		// Reactor would not pass on these as signals.
		catch (LinkageError | StackOverflowError ex) {
			return Mono.error(new IllegalStateException(ex));
		}
	}

	private Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain, RequestLogContext context) {
		// Written again, so that the user id is put on the thread that goes on.
		Mono<Void> rest = Mono.defer(() -> chain.filter(exchange))
			.contextWrite((reactor) -> reactor.put(RequestLogContextAccessor.KEY, context));
		return Mono.defer(() -> resolve(exchange)).doOnNext(context::userId).onErrorResume((failure) -> {
			this.failure.warn(
					"The user id of a request cannot be resolved. Log lines have none, and further failures are not logged",
					failure);
			return Mono.empty();
		}).then(rest);
	}

}
