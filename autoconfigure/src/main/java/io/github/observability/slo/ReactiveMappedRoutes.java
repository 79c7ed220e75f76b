package io.github.observability.slo;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The routes of WebFlux controllers.
 */
final class ReactiveMappedRoutes implements MappedRoutes {

	private final ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

	private final ObjectProvider<RouterFunction<?>> functions;

	ReactiveMappedRoutes(ObjectProvider<RequestMappingInfoHandlerMapping> mappings,
			ObjectProvider<RouterFunction<?>> functions) {
		this.mappings = mappings;
		this.functions = functions;
	}

	@Override
	public boolean areComplete() {
		return this.functions.stream().findAny().isEmpty();
	}

	@Override
	public Set<Route> all() {
		Set<Route> routes = new HashSet<>();
		this.mappings.stream().flatMap((mapping) -> mapping.getHandlerMethods().keySet().stream()).forEach((info) -> {
			for (String pattern : patterns(info)) {
				methods(info).forEach((method) -> routes.add(new Route(pattern, method)));
			}
		});
		return routes;
	}

	private static Set<String> patterns(RequestMappingInfo info) {
		return info.getPatternsCondition()
			.getPatterns()
			.stream()
			.map(PathPattern::getPatternString)
			.collect(Collectors.toSet());
	}

	private static Set<String> methods(RequestMappingInfo info) {
		Set<String> methods = new HashSet<>();
		info.getMethodsCondition().getMethods().forEach((method) -> methods.add(method.name()));
		return methods.isEmpty() ? Set.of("") : methods;
	}

}
