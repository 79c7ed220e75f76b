package io.github.observability.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.core.env.Environment;

/**
 * Paths whose requests are ignored: single paths, or paths with everything below them.
 */
final class IgnoredPaths {

	private static final String SUBTREE = "/**";

	private final List<String> configured;

	private final Supplier<List<String>> actuator;

	private volatile Entry @Nullable [] entries;

	/**
	 * Create ignored paths.
	 * @param configured paths, which end in {@code /**} to include everything below
	 * @param actuator further paths of the same form, looked up at the first request
	 */
	IgnoredPaths(List<String> configured, Supplier<List<String>> actuator) {
		this.configured = configured;
		this.actuator = actuator;
	}

	/**
	 * Create ignored paths from properties and from the paths of the actuator.
	 * @param properties the configured paths, and whether the actuator is ignored
	 * @param environment contains the port of the actuator
	 * @param endpoints the endpoints, looked up at the first request
	 * @param prefix the prefix of all paths of the web framework
	 * @return the paths
	 */
	static IgnoredPaths of(GoldenSignalsProperties properties, Environment environment,
			ObjectProvider<PathMappedEndpoints> endpoints, String prefix) {
		return new IgnoredPaths(properties.ignoredPaths(), () -> {
			PathMappedEndpoints actuator = properties.ignoreActuator() ? endpoints.getIfAvailable() : null;
			return (actuator != null) ? list(actuator, prefix, ManagementPortType.get(environment)) : List.of();
		});
	}

	private static List<String> list(PathMappedEndpoints endpoints, String prefix, ManagementPortType port) {
		List<String> paths = new ArrayList<>();
		if (port == ManagementPortType.SAME) {
			String basePath = endpoints.getBasePath();
			if (basePath.length() > 1) {
				paths.add(prefix + basePath);
			}
			endpoints.getAllPaths().forEach((path) -> paths.add(prefix + path + SUBTREE));
		}
		// Probes may be on the application's port although the actuator is not.
		for (PathMappedEndpoint endpoint : endpoints) {
			endpoint.getAdditionalPaths(WebServerNamespace.SERVER)
				.forEach((path) -> paths.add(prefix + (path.startsWith("/") ? path : "/" + path) + SUBTREE));
		}
		return paths;
	}

	/**
	 * Whether requests to a path are ignored.
	 * @param path a path
	 * @param start the index in it at which to begin
	 * @return whether they are ignored
	 */
	boolean contain(String path, int start) {
		Entry[] entries = this.entries;
		for (Entry entry : (entries != null) ? entries : resolve()) {
			if (entry.matches(path, start)) {
				return true;
			}
		}
		return false;
	}

	private Entry[] resolve() {
		List<String> paths = new ArrayList<>(this.configured);
		paths.addAll(this.actuator.get());
		Entry[] entries = paths.stream().distinct().map(IgnoredPaths::entry).toArray(Entry[]::new);
		this.entries = entries;
		return entries;
	}

	private static Entry entry(String path) {
		boolean subtree = path.endsWith(SUBTREE);
		return new Entry(subtree ? path.substring(0, path.length() - SUBTREE.length()) : path, subtree);
	}

	/**
	 * Check a path that a property names.
	 * @param path the path
	 * @return whether it has one of the two forms
	 */
	static boolean isValid(String path) {
		Entry entry = entry(path);
		return path.startsWith("/") && entry.path().chars().noneMatch((each) -> "*?{}; ".indexOf(each) >= 0);
	}

	private record Entry(String path, boolean subtree) {

		boolean matches(String uri, int start) {
			if (!uri.startsWith(this.path, start)) {
				return false;
			}
			int end = start + this.path.length();
			return end == uri.length() || (this.subtree && uri.charAt(end) == '/');
		}

	}

}
