package io.github.observability.context;

import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

/**
 * Resolves the user that a request is from, in a WebFlux application. A bean of this type
 * replaces the default, which is the name of the authenticated principal.
 */
@FunctionalInterface
public interface ReactiveUserIdResolver {

	/**
	 * Return the id of the user. It is called once a request, after authentication, and
	 * the request waits for it; what it fails with is logged once and fails no request.
	 * @param exchange the request
	 * @return the id to log, empty for none
	 */
	Mono<String> resolve(ServerWebExchange exchange);

}
