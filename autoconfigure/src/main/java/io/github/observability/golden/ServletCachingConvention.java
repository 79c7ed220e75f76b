package io.github.observability.golden;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.micrometer.common.KeyValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.OpenTelemetryServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;

/**
 * Caches the key-values and span names of Spring's convention, which builds them twice
 * per request.
 */
final class ServletCachingConvention extends DefaultServerRequestObservationConvention {

	private final KeyValueCache cache;

	ServletCachingConvention(HttpNames names) {
		super(names.requests());
		this.cache = new KeyValueCache(names, super::uri, super::getContextualName);
	}

	/**
	 * Return the convention to record by.
	 * @param convention the convention bean, if there is one
	 * @param names the names that it records by
	 * @return a convention of the same names that caches, unless the bean has more to say
	 * than a convention of Spring's
	 */
	static ServerRequestObservationConvention of(@Nullable ServerRequestObservationConvention convention,
			HttpNames names) {
		if (convention == null && names.convention() == SemanticConvention.MICROMETER) {
			return new ServletCachingConvention(names);
		}
		return (convention == null || convention.getClass() == OpenTelemetryServerRequestObservationConvention.class)
				? new OpenTelemetry(names) : convention;
	}

	@Override
	public @Nullable String getContextualName(ServerRequestObservationContext context) {
		return this.cache.contextualName(context);
	}

	@Override
	protected KeyValue method(ServerRequestObservationContext context) {
		KeyValue cached = this.cache.method(context);
		return (cached != null) ? cached : super.method(context);
	}

	@Override
	protected KeyValue status(ServerRequestObservationContext context) {
		KeyValue cached = this.cache.status(context);
		return (cached != null) ? cached : super.status(context);
	}

	@Override
	protected KeyValue uri(ServerRequestObservationContext context) {
		return this.cache.route(context);
	}

	/**
	 * The same for OpenTelemetry's convention.
	 */
	static final class OpenTelemetry extends OpenTelemetryServerRequestObservationConvention {

		private final KeyValueCache cache;

		OpenTelemetry(HttpNames names) {
			this.cache = new KeyValueCache(names, super::pathTemplate, super::getContextualName);
		}

		@Override
		public String getContextualName(ServerRequestObservationContext context) {
			String cached = this.cache.contextualName(context);
			return (cached != null) ? cached : super.getContextualName(context);
		}

		@Override
		protected KeyValue method(ServerRequestObservationContext context) {
			KeyValue cached = this.cache.method(context);
			return (cached != null) ? cached : super.method(context);
		}

		@Override
		protected KeyValue status(ServerRequestObservationContext context) {
			KeyValue cached = this.cache.status(context);
			return (cached != null) ? cached : super.status(context);
		}

		@Override
		protected KeyValue pathTemplate(ServerRequestObservationContext context) {
			return this.cache.route(context);
		}

	}

	/**
	 * Key-values and span names of a convention for requests that a servlet container
	 * serves.
	 */
	static final class KeyValueCache {

		/** Far above the number of routes of a service; further routes are not cached. */
		private static final int MAX_ROUTES = 2_000;

		/** Longer ones are no routes of handlers and not worth their room. */
		private static final int MAX_LENGTH = 1_000;

		private static final int FIRST_STATUS = 100;

		private static final int STATUSES = 500;

		private final Map<String, KeyValue> methods = new ConcurrentHashMap<>();

		private final KeyValue[] statuses = new KeyValue[STATUSES];

		private final Map<String, Route> routes = new ConcurrentHashMap<>();

		private final Function<ServerRequestObservationContext, KeyValue> route;

		private final Function<ServerRequestObservationContext, @Nullable String> contextualName;

		/**
		 * Create a cache.
		 * @param names the names of the convention
		 * @param route how the convention creates a route
		 * @param contextualName how the convention names a span
		 */
		KeyValueCache(HttpNames names, Function<ServerRequestObservationContext, KeyValue> route,
				Function<ServerRequestObservationContext, @Nullable String> contextualName) {
			this.route = route;
			this.contextualName = contextualName;
			for (HttpMethod method : HttpMethod.values()) {
				this.methods.put(method.name(), KeyValue.of(names.method(), method.name()));
			}
			for (int i = 0; i < STATUSES; i++) {
				this.statuses[i] = KeyValue.of(names.status(), Integer.toString(FIRST_STATUS + i));
			}
		}

		@Nullable String contextualName(ServerRequestObservationContext context) {
			HttpServletRequest request = context.getCarrier();
			Route route = find(context);
			if (request == null || route == null) {
				return this.contextualName.apply(context);
			}
			String method = request.getMethod();
			String name = route.names().get(method);
			if (name != null) {
				return name;
			}
			name = this.contextualName.apply(context);
			if (name != null && this.methods.containsKey(method)) {
				route.names().put(method, name);
			}
			return name;
		}

		/** Returns {@code null} for a method outside the standard ones. */
		@Nullable KeyValue method(ServerRequestObservationContext context) {
			HttpServletRequest request = context.getCarrier();
			return (request != null) ? this.methods.get(request.getMethod()) : null;
		}

		/** Returns {@code null} for a status outside the standard ones. */
		@Nullable KeyValue status(ServerRequestObservationContext context) {
			HttpServletResponse response = context.getResponse();
			int index = (response != null) ? response.getStatus() - FIRST_STATUS : -1;
			return (index >= 0 && index < STATUSES) ? this.statuses[index] : null;
		}

		KeyValue route(ServerRequestObservationContext context) {
			Route route = find(context);
			return (route != null) ? route.keyValue() : this.route.apply(context);
		}

		private @Nullable Route find(ServerRequestObservationContext context) {
			String pattern = context.getPathPattern();
			if (pattern == null || context.getCarrier() == null) {
				return null;
			}
			Route cached = this.routes.get(pattern);
			if (cached != null || this.routes.size() >= MAX_ROUTES || pattern.length() > MAX_LENGTH) {
				return cached;
			}
			Route route = new Route(this.route.apply(context), new ConcurrentHashMap<>());
			this.routes.put(pattern, route);
			return route;
		}

		/**
		 * A route.
		 *
		 * @param keyValue the key-value
		 * @param names the names of its spans by method
		 */
		private record Route(KeyValue keyValue, Map<String, String> names) {

		}

	}

}
