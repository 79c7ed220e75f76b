package io.github.observability.slo;

import java.util.HashSet;
import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * The routes of Spring MVC's controllers.
 */
final class ServletMappedRoutes implements MappedRoutes {

	private final ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

	private final ObjectProvider<RouterFunction<?>> functions;

	ServletMappedRoutes(ObjectProvider<RequestMappingInfoHandlerMapping> mappings,
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
			for (String pattern : info.getPatternValues()) {
				methods(info).forEach((method) -> routes.add(new Route(pattern, method)));
			}
		});
		return routes;
	}

	private static Set<String> methods(RequestMappingInfo info) {
		Set<String> methods = new HashSet<>();
		info.getMethodsCondition().getMethods().forEach((method) -> methods.add(method.name()));
		return methods.isEmpty() ? Set.of("") : methods;
	}

}
