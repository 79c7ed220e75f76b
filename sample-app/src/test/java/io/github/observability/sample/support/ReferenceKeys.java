package io.github.observability.sample.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The keys that a program reads from its configuration, and their types, as its published
 * reference lists them.
 *
 * @param types the type of each key
 */
public record ReferenceKeys(Map<String, String> types) {

	/** A component may have a name of its own after its type, such as otlp_http/tempo. */
	private static final Pattern NAMED_COMPONENT = Pattern
		.compile("^(receivers|processors|exporters)\\.([^./]+)/[^.]+");

	private static final Pattern DURATION = Pattern.compile("-?(\\d+(ms|s|m|h|d))+");

	public static ReferenceKeys of(Path file) throws IOException {
		Map<String, String> types = new HashMap<>();
		for (String line : Files.readAllLines(file)) {
			if (!line.startsWith("#") && !line.isBlank()) {
				String[] keyAndType = line.split(" ");
				types.put(keyAndType[0], keyAndType[1]);
			}
		}
		return new ReferenceKeys(types);
	}

	public static Object load(Path yaml) throws IOException {
		return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(yaml));
	}

	/**
	 * Check a configuration.
	 * @param yaml the configuration, as read from YAML
	 * @return keys that do not exist and values of another type, nothing if all fit
	 */
	public List<String> problems(Object yaml) {
		List<String> problems = new ArrayList<>();
		check("", yaml, problems);
		return problems;
	}

	private void check(String path, Object value, List<String> problems) {
		if (value instanceof Map<?, ?> map) {
			map.forEach((key, each) -> check(path.isEmpty() ? key.toString() : path + "." + key, each, problems));
			return;
		}
		if (value instanceof List<?> list) {
			list.forEach((each) -> check(path + "[]", each, problems));
			return;
		}
		String key = NAMED_COMPONENT.matcher(path).replaceFirst("$1.$2");
		String type = this.types.get(key);
		if (type == null) {
			problems.add(key + " does not exist");
		}
		else if (!fits(type, value)) {
			problems.add(key + " is " + value + ", not a " + type);
		}
	}

	private static boolean fits(String type, Object value) {
		return switch (type) {
			case "string" -> value instanceof String;
			case "int" -> value instanceof Integer || value instanceof Long;
			case "number" -> value instanceof Number;
			case "bool" -> value instanceof Boolean;
			case "duration" -> value instanceof String text && DURATION.matcher(text).matches();
			case "date" -> value instanceof String text && text.matches("\\d{4}-\\d{2}-\\d{2}");
			default -> throw new IllegalArgumentException("No such type: " + type);
		};
	}

}
