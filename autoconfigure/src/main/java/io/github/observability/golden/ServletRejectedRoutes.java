package io.github.observability.golden;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Finds the routes of requests that were rejected before the handler was looked up, by
 * Spring Security for example. The mappings report the route to the observation.
 */
final class ServletRejectedRoutes implements ServletExchange.RouteFinder {

	private final Supplier<List<HandlerMapping>> mappings;

	/**
	 * Create the routes.
	 * @param mappings the mappings in order, looked up at the first rejection
	 */
	ServletRejectedRoutes(Supplier<List<HandlerMapping>> mappings) {
		this.mappings = SingletonSupplier.of(mappings);
	}

	@Override
	public void find(HttpServletRequest request) {
		Lookup lookup = new Lookup(request);
		try {
			ServletRequestPathUtils.parseAndCache(lookup);
			for (HandlerMapping mapping : this.mappings.get()) {
				if (mapping.getHandler(lookup) != null) {
					return;
				}
			}
		}
		catch (Exception ex) {
			// A request that no handler accepts, because of its method for example, has
			// no route.
		}
	}

	/**
	 * Keeps the request attributes that mappings set to itself.
	 */
	private static final class Lookup extends HttpServletRequestWrapper {

		private final Map<String, @Nullable Object> attributes = new HashMap<>();

		Lookup(HttpServletRequest request) {
			super(request);
		}

		@Override
		public @Nullable Object getAttribute(String name) {
			return this.attributes.containsKey(name) ? this.attributes.get(name) : super.getAttribute(name);
		}

		@Override
		public void setAttribute(String name, @Nullable Object value) {
			this.attributes.put(name, value);
		}

		@Override
		public void removeAttribute(String name) {
			this.attributes.put(name, null);
		}

	}

}
