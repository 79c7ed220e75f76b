package io.github.observability.defaults;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Settings that Boot has for each signal, taken from those for all signals at once, which
 * Boot reads from 4.2 on. There the values are the same that Boot arrives at by itself.
 */
final class CommonExport {

	static final String PREFIX = "management.opentelemetry.otlp";

	private static final String TRACES = "management.opentelemetry.tracing.export.otlp";

	private static final String LOGS = "management.opentelemetry.logging.export.otlp";

	private static final String METRICS = "management.otlp.metrics.export";

	private CommonExport() {
	}

	static Map<String, Object> values(Environment environment) {
		Binder binder = Binder.get(environment);
		Map<String, Object> values = new LinkedHashMap<>();
		String endpoint = environment.getProperty(PREFIX + ".endpoint");
		if (StringUtils.hasText(endpoint)) {
			values.put(TRACES + ".endpoint", signal(environment, TRACES, endpoint, "v1/traces"));
			values.put(LOGS + ".endpoint", signal(environment, LOGS, endpoint, "v1/logs"));
			values.put(METRICS + ".url", join(endpoint, "v1/metrics"));
		}
		binder.bind(PREFIX + ".headers", Bindable.mapOf(String.class, String.class))
			.orElse(Map.of())
			.forEach((name, value) -> {
				values.put(TRACES + ".headers[" + name + "]", value);
				values.put(LOGS + ".headers[" + name + "]", value);
				values.put(METRICS + ".headers[" + name + "]", value);
			});
		String compression = environment.getProperty(PREFIX + ".compression");
		if (StringUtils.hasText(compression)) {
			values.put(TRACES + ".compression", compression);
			values.put(LOGS + ".compression", compression);
			values.put(METRICS + ".compression-mode", compression);
		}
		return values;
	}

	/** A service of gRPC has no path. */
	private static String signal(Environment environment, String prefix, String endpoint, String path) {
		return "grpc".equalsIgnoreCase(environment.getProperty(prefix + ".transport")) ? endpoint
				: join(endpoint, path);
	}

	private static String join(String endpoint, String path) {
		return endpoint.endsWith("/") ? endpoint + path : endpoint + "/" + path;
	}

}
