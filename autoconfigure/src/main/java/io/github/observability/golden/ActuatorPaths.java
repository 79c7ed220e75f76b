package io.github.observability.golden;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.core.env.Environment;

/**
 * Paths under which an application serves its actuator and probes itself.
 */
final class ActuatorPaths {

	private ActuatorPaths() {
	}

	/**
	 * Make the paths that are ignored.
	 * @param properties what else is ignored, and whether the actuator is
	 * @param environment tells the port of the actuator
	 * @param endpoints the endpoints, asked for when the first request comes
	 * @param prefix what stands before all paths of the web framework
	 * @return the paths
	 */
	static IgnoredPaths ignored(GoldenSignalsProperties properties, Environment environment,
			ObjectProvider<PathMappedEndpoints> endpoints, String prefix) {
		return new IgnoredPaths(properties.ignoredPaths(), () -> {
			PathMappedEndpoints known = properties.ignoreActuator() ? endpoints.getIfAvailable() : null;
			return (known != null) ? list(known, prefix, ManagementPortType.get(environment)) : List.of();
		});
	}

	private static List<String> list(PathMappedEndpoints endpoints, String prefix, ManagementPortType port) {
		List<String> paths = new ArrayList<>();
		if (port == ManagementPortType.SAME) {
			String basePath = endpoints.getBasePath();
			if (basePath.length() > 1) {
				paths.add(prefix + basePath);
			}
			endpoints.getAllPaths().forEach((path) -> paths.add(prefix + path + "/**"));
		}
		// Probes may be on the port of the application also where the actuator is not.
		for (PathMappedEndpoint endpoint : endpoints) {
			endpoint.getAdditionalPaths(WebServerNamespace.SERVER)
				.forEach((path) -> paths.add(prefix + (path.startsWith("/") ? path : "/" + path) + "/**"));
		}
		return paths;
	}

}
