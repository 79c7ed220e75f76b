package io.github.observability.sample.support;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON lines the way the pickiest log collector does. */
public final class StrictJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private StrictJson() {
	}

	/**
	 * Reads one line, which must be one JSON object from its first to its last character.
	 * @param line line without its line feed
	 * @return the object
	 * @throws AssertionError if it is anything else, with the line
	 */
	public static JsonNode parse(String line) {
		return parse(line, "the line");
	}

	/**
	 * Reads output in which every line must be one JSON object.
	 * @param output lines, the last one ended or not
	 * @return the objects
	 * @throws AssertionError if a line is anything else, with the line and its number
	 */
	public static List<JsonNode> parseLines(String output) {
		List<JsonNode> objects = new ArrayList<>();
		for (String line : output.split("\n")) {
			objects.add(parse(line, "line " + (objects.size() + 1)));
		}
		return objects;
	}

	private static JsonNode parse(String line, String where) {
		// A byte order mark, an indentation or a carriage return would pass the parser.
		if (!line.startsWith("{") || !line.endsWith("}") || line.contains("\n")) {
			throw refusal(where, "must start with '{', end with '}' and be one line", line);
		}
		try {
			return MAPPER.readTree(line);
		}
		catch (JacksonException ex) {
			AssertionError refusal = refusal(where, ex.getOriginalMessage(), line);
			refusal.initCause(ex);
			throw refusal;
		}
	}

	private static AssertionError refusal(String where, String problem, String line) {
		return new AssertionError("Not one JSON object: %s: %s\n\t%s".formatted(where, problem, line));
	}

}
