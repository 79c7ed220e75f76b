package io.github.observability.slo;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The routes that controllers and others are mapped to, from the mappings of either web
 * stack.
 *
 * @param <T> the type of a mapping
 */
final class MappedRoutes<T> {

	/** Recorded as the route of an empty pattern. */
	private static final String ROOT = "root";

	private final Supplier<Stream<T>> mappings;

	private final Function<T, Collection<String>> patterns;

	private final Function<T, Collection<? extends Enum<?>>> methods;

	private final Supplier<Stream<String>> others;

	private final BooleanSupplier complete;

	/**
	 * Create an instance that reads the mappings each time.
	 * @param mappings gives the mappings
	 * @param patterns gives the patterns of a mapping
	 * @param methods gives the methods of a mapping, none for any
	 * @param others gives the patterns of all else that serves, by any method
	 * @param complete whether there are no other routes: router functions route by
	 * predicates, which reveal no pattern
	 */
	MappedRoutes(Supplier<Stream<T>> mappings, Function<T, Collection<String>> patterns,
			Function<T, Collection<? extends Enum<?>>> methods, Supplier<Stream<String>> others,
			BooleanSupplier complete) {
		this.mappings = mappings;
		this.patterns = patterns;
		this.methods = methods;
		this.others = others;
		this.complete = complete;
	}

	/**
	 * Whether a handler may be mapped to requests.
	 * @param requests the requests
	 * @return whether there may be one
	 */
	boolean mayContain(SloSource.Requests requests) {
		return !this.complete.getAsBoolean() || all().stream()
			.anyMatch((route) -> requests.route().matches(route.pattern())
					&& (requests.method() == null || route.method().isEmpty() || isServed(requests.method(), route)));
	}

	private Set<Route> all() {
		Set<Route> routes = new HashSet<>();
		this.mappings.get().forEach((mapping) -> {
			Collection<? extends Enum<?>> methods = this.methods.apply(mapping);
			for (String pattern : this.patterns.apply(mapping)) {
				String recorded = pattern.isEmpty() ? ROOT : pattern;
				if (methods.isEmpty()) {
					routes.add(new Route(recorded, ""));
				}
				methods.forEach((method) -> routes.add(new Route(recorded, method.name())));
			}
		});
		this.others.get().forEach((pattern) -> routes.add(new Route(pattern, "")));
		return routes;
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
	private record Route(String pattern, String method) {

	}

}
