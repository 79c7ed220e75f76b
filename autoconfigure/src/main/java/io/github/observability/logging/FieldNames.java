package io.github.observability.logging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names and types of the fields that keys of the MDC, of key-value pairs and of arguments
 * have. They follow from the key and from the declared types alone, so that all instances
 * of a service, and all services, agree on them whatever they log first.
 * <p>
 * A value of another type goes to the name with a suffix that its own type decides. What
 * is an object in a line is fixed, too: the objects of the schema and those of declared
 * keys. The dots of other keys become underscores.
 */
final class FieldNames {

	private static final String UNNAMED = "_";

	/** Field sets of the Elastic Common Schema, and the one of business events. */
	private static final Set<String> OBJECTS = Set.of("agent", "business", "business.tags", "client", "cloud",
			"container", "data_stream", "destination", "device", "dns", "ecs", "error", "event", "faas", "file", "host",
			"http", "http.request", "http.response", "labels", "log", "network", "observer", "orchestrator",
			"organization", "package", "process", "process.thread", "rule", "server", "service", "service.node",
			"session", "source", "span", "threat", "tls", "trace", "transaction", "url", "user", "user_agent");

	/**
	 * Types of well-known fields that are neither keywords nor standard fields of ours.
	 */
	private static final Map<String, FieldType> KNOWN = Map.of("business.amount", FieldType.LONG, "business.ratio",
			FieldType.DOUBLE, "business.failures", FieldType.LONG, "business.events", FieldType.LONG, "client.port",
			FieldType.LONG, "server.port", FieldType.LONG, "http.request.body.bytes", FieldType.LONG,
			"http.response.body.bytes", FieldType.LONG);

	/** Last words of keys that count something. */
	private static final Set<String> COUNTS = Set.of("count", "total", "size", "bytes", "length", "port", "attempts",
			"retries", "millis", "nanos", "micros", "seconds", "ms", "ns", "hits", "misses", "minor");

	/** Last words of keys that measure something. */
	private static final Set<String> MEASURES = Set.of("ratio", "percent", "percentage", "rate", "score", "average",
			"mean", "share");

	private final LogFormat format;

	private final Map<String, FieldType> declared;

	private final Set<String> objects = new HashSet<>();

	private final Map<String, FieldType> standard = new HashMap<>();

	private final List<String> prefix;

	FieldNames(LogFormat format, Map<String, FieldType> declared, String prefix) {
		this.format = format;
		this.declared = declared;
		this.prefix = split(prefix);
		for (StandardField field : StandardField.values()) {
			this.standard.put(field.nameIn(format), field.type());
		}
		if (format == LogFormat.ECS) {
			this.objects.addAll(OBJECTS);
			declared.keySet().forEach(this::addObjects);
		}
		for (int i = 1; i <= this.prefix.size(); i++) {
			this.objects.add(String.join(".", this.prefix.subList(0, i)));
		}
	}

	private void addObjects(String key) {
		for (int dot = key.indexOf('.'); dot != -1; dot = key.indexOf('.', dot + 1)) {
			this.objects.add(key.substring(0, dot));
		}
	}

	/** Whether the type of a key is declared, by the user or by the schema. */
	boolean isDeclared(String key) {
		return this.declared.containsKey(key) || KNOWN.containsKey(key) || StandardField.ofKey(key) != null;
	}

	/**
	 * Returns the type that the name of a key has.
	 * @param key the key
	 * @param path the path of its field
	 */
	FieldType typeOf(String key, String[] path) {
		return typeOf(key, path[path.length - 1]);
	}

	private FieldType typeOf(String key, String name) {
		FieldType type = this.declared.get(key);
		if (type == null) {
			StandardField field = StandardField.ofKey(key);
			type = (field != null) ? field.type() : KNOWN.get(key);
		}
		return (type != null) ? type : typeOfLastWord(name);
	}

	private static FieldType typeOfLastWord(String key) {
		int start = key.length();
		while (start > 0 && isLowerCase(key.charAt(start - 1))) {
			start--;
		}
		start = (start > 0 && Character.isUpperCase(key.charAt(start - 1))) ? start - 1 : start;
		String word = key.substring(start).toLowerCase(Locale.ROOT);
		return COUNTS.contains(word) ? FieldType.LONG
				: MEASURES.contains(word) ? FieldType.DOUBLE : suffixOf(key, FieldType.KEYWORD);
	}

	private static boolean isLowerCase(char c) {
		return c >= 'a' && c <= 'z';
	}

	/** A name that ends with the suffix of a type has that type. */
	private static FieldType suffixOf(String name, FieldType otherwise) {
		for (FieldType type : FieldType.values()) {
			if (name.endsWith(type.suffix())) {
				return type;
			}
		}
		return otherwise;
	}

	/**
	 * Returns the path of the field for the values of a key that have its own type.
	 */
	String[] pathOf(String key) {
		StandardField field = StandardField.ofKey(key);
		if (field != null) {
			return pathOf(field);
		}
		if (this.format == LogFormat.TEXT) {
			return new String[] { wellFormed(key).isEmpty() ? UNNAMED : wellFormed(key) };
		}
		List<String> path = new ArrayList<>(this.prefix);
		path.addAll(split(key));
		int depth = objectsOf(path);
		if (path.size() == depth) {
			// The name is that of an object, or empty.
			String name = (depth == 0) ? UNNAMED : path.remove(depth - 1) + "_";
			path.add(name);
			depth = path.size() - 1;
		}
		String leaf = String.join("_", path.subList(depth, path.size()));
		path = new ArrayList<>(path.subList(0, depth));
		path.add(leaf);
		FieldType reserved = this.standard.get(String.join(".", path));
		if (reserved != null && reserved != typeOf(key, leaf)) {
			path.set(depth, leaf + "_");
		}
		return path.toArray(String[]::new);
	}

	String[] pathOf(StandardField field) {
		String name = field.nameIn(this.format);
		return (this.format == LogFormat.ECS) ? name.split("\\.") : new String[] { name };
	}

	/** Returns how many of the first names of a path are objects. */
	private int objectsOf(List<String> path) {
		int depth = 0;
		String name = "";
		for (int i = 0; i < path.size() && i < Field.MAX_DEPTH - 1; i++) {
			name = (i == 0) ? path.get(0) : name + "." + path.get(i);
			if (!this.objects.contains(name)) {
				break;
			}
			depth = i + 1;
		}
		return depth;
	}

	/**
	 * Returns the path of the field for values of another type than the key has.
	 */
	String[] pathOf(String[] path, FieldType type) {
		if (this.format == LogFormat.TEXT) {
			return path;
		}
		String[] other = path.clone();
		other[other.length - 1] += type.suffix();
		return other;
	}

	/**
	 * Returns the path of the field for a further value on the same line, a keyword.
	 */
	String[] again(String[] path) {
		String name = (path.length == 1) ? path[0] + "_" : String.join("_", path);
		boolean taken = this.standard.containsKey(name) || this.objects.contains(name)
				|| typeOfLastWord(name) != FieldType.KEYWORD;
		return new String[] { taken ? name + "_" : name };
	}

	private static List<String> split(String name) {
		List<String> path = new ArrayList<>();
		for (String part : wellFormed(name).split("\\.")) {
			if (!part.isEmpty()) {
				path.add(part);
			}
		}
		return path;
	}

	private static String wellFormed(String name) {
		return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

}
