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
 * Finds the routes of requests that were rejected before anybody looked for a handler, as
 * Spring Security does. The mappings tell the observation of the route themselves.
 */
final class UnservedRoutes {

	private final Supplier<List<HandlerMapping>> mappings;

	/**
	 * Create the routes.
	 * @param mappings where to look, in order; asked for at the first rejection
	 */
	UnservedRoutes(Supplier<List<HandlerMapping>> mappings) {
		this.mappings = SingletonSupplier.of(mappings);
	}

	/**
	 * Find the route of a request, which stays as it is.
	 * @param request the request
	 */
	void find(HttpServletRequest request) {
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
			// A request that no handler would take, its method for example, has no route.
		}
	}

	/**
	 * Keeps what mappings set of a request's attributes to itself.
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
