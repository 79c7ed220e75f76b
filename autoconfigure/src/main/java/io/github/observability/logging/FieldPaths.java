package io.github.observability.logging;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Where each field stands in a line: names split into the objects they are nested in,
 * with what is excluded and renamed taken into account. Worked out once a name.
 */
final class FieldPaths {

	/** Far above what an application names; keys past it are split each time. */
	private static final int MAX_HELD = 1_000;

	private static final String[] EXCLUDED = {};

	private static final String UNNAMED = "_";

	private final LogFormat format;

	private final JsonSettings settings;

	private final Map<LogField, String[]> fields = new EnumMap<>(LogField.class);

	private final Map<String, String[]> contextKeys = new ConcurrentHashMap<>();

	FieldPaths(LogFormat format, JsonSettings settings) {
		this.format = format;
		this.settings = settings;
		for (LogField field : LogField.values()) {
			this.fields.put(field, resolve(field.nameIn(format)));
		}
	}

	/**
	 * Return the path of one of our fields.
	 * @return the path or {@code null} if the field is excluded
	 */
	String @Nullable [] of(LogField field) {
		return orNull(this.fields.getOrDefault(field, EXCLUDED));
	}

	/**
	 * Return the path of an entry of the MDC or of a key-value pair.
	 * @return the path or {@code null} if the entry is excluded
	 */
	String @Nullable [] ofContext(String key) {
		String[] path = this.contextKeys.get(key);
		if (path == null) {
			path = resolveContext(key);
			if (this.contextKeys.size() < MAX_HELD) {
				this.contextKeys.put(key, path);
			}
		}
		return orNull(path);
	}

	/**
	 * Return the path of a field that the user adds to each line.
	 */
	String[] ofAdded(String name) {
		return split(name);
	}

	private String[] resolveContext(String key) {
		LogField field = LogField.ofMdcKey(key);
		if (field != null) {
			return this.fields.getOrDefault(field, EXCLUDED);
		}
		String prefix = this.settings.context().prefix();
		String separator = (prefix.isEmpty() || prefix.endsWith(".") || key.startsWith(".")) ? "" : ".";
		return resolve(prefix + separator + key);
	}

	private String[] resolve(String name) {
		String[] path = split(name);
		String prefix = "";
		for (int i = 0; i < path.length; i++) {
			prefix = (i == 0) ? path[i] : prefix + "." + path[i];
			if (!this.settings.isIncluded(prefix)) {
				return EXCLUDED;
			}
			path[i] = this.settings.rename().getOrDefault(prefix, path[i]);
		}
		return path;
	}

	private String[] split(String name) {
		if (this.format == LogFormat.LOGSTASH) {
			return new String[] { name.isEmpty() ? UNNAMED : name };
		}
		List<String> path = new ArrayList<>();
		for (String part : name.split("\\.")) {
			if (!part.isEmpty()) {
				path.add(part);
			}
		}
		return path.isEmpty() ? new String[] { UNNAMED } : path.toArray(String[]::new);
	}

	private static String @Nullable [] orNull(String[] path) {
		return (path.length != 0) ? path : null;
	}

}
