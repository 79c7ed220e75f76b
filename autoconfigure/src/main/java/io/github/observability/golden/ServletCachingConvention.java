package io.github.observability.golden;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.common.KeyValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Caches the key-values and span names of Spring's convention, which builds them twice
 * per request.
 */
final class ServletCachingConvention extends DefaultServerRequestObservationConvention {

	/** Far above the number of routes of a service; further routes are not cached. */
	private static final int MAX_ROUTES = 2_000;

	/** Longer ones are no routes of handlers and not worth their room. */
	private static final int MAX_LENGTH = 1_000;

	private static final int FIRST_STATUS = 100;

	private static final int STATUSES = 500;

	private final Map<String, KeyValue> methods = new ConcurrentHashMap<>();

	private final KeyValue[] statuses = new KeyValue[STATUSES];

	private final Map<String, Route> routes = new ConcurrentHashMap<>();

	ServletCachingConvention(String name) {
		super(name);
		for (HttpMethod method : HttpMethod.values()) {
			this.methods.put(method.name(), KeyValue.of(GoldenTag.METHOD.asString(), method.name()));
		}
		for (int i = 0; i < STATUSES; i++) {
			this.statuses[i] = KeyValue.of(GoldenTag.STATUS.asString(), Integer.toString(FIRST_STATUS + i));
		}
	}

	@Override
	public @Nullable String getContextualName(ServerRequestObservationContext context) {
		HttpServletRequest request = context.getCarrier();
		Route route = route(context);
		if (request == null || route == null) {
			return super.getContextualName(context);
		}
		String method = request.getMethod();
		String name = route.names().get(method);
		if (name != null) {
			return name;
		}
		name = super.getContextualName(context);
		if (name != null && this.methods.containsKey(method)) {
			route.names().put(method, name);
		}
		return name;
	}

	@Override
	protected KeyValue method(ServerRequestObservationContext context) {
		HttpServletRequest request = context.getCarrier();
		KeyValue cached = (request != null) ? this.methods.get(request.getMethod()) : null;
		return (cached != null) ? cached : super.method(context);
	}

	@Override
	protected KeyValue status(ServerRequestObservationContext context) {
		HttpServletResponse response = context.getResponse();
		int index = (response != null) ? response.getStatus() - FIRST_STATUS : -1;
		return (index >= 0 && index < STATUSES) ? this.statuses[index] : super.status(context);
	}

	@Override
	protected KeyValue uri(ServerRequestObservationContext context) {
		Route route = route(context);
		return (route != null) ? route.keyValue() : super.uri(context);
	}

	private @Nullable Route route(ServerRequestObservationContext context) {
		String pattern = context.getPathPattern();
		if (pattern == null || context.getCarrier() == null) {
			return null;
		}
		Route cached = this.routes.get(pattern);
		if (cached != null || this.routes.size() >= MAX_ROUTES || pattern.length() > MAX_LENGTH) {
			return cached;
		}
		Route route = new Route(super.uri(context), new ConcurrentHashMap<>());
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
