package io.github.observability.slo;

import java.util.Set;

/**
 * The routes that handlers are mapped to.
 */
interface MappedRoutes {

	/**
	 * Return the routes of handlers.
	 * @return each route with each of its methods
	 */
	Set<Route> all();

	/**
	 * Whether there are no others. Functions route by predicates, which tell no pattern.
	 * @return whether these are all
	 */
	boolean areComplete();

	/**
	 * Whether a handler may be mapped to requests.
	 * @param requests the requests
	 * @return whether there may be one
	 */
	default boolean mayContain(SloSource.Requests requests) {
		return !areComplete() || all().stream()
			.anyMatch((route) -> requests.route().matches(route.pattern())
					&& (requests.method() == null || route.method().isEmpty() || isServed(requests.method(), route)));
	}

	private static boolean isServed(String method, Route route) {
		return method.equals(route.method()) || (method.equals("HEAD") && route.method().equals("GET"))
				|| method.equals("OPTIONS");
	}

	/**
	 * A route.
	 *
	 * @param pattern the pattern
	 * @param method the method, empty for any
	 */
	record Route(String pattern, String method) {

	}

}
