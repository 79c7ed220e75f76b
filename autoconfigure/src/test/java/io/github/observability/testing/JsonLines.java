package io.github.observability.testing;

import java.util.List;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses log lines as strictly as a log store may.
 */
public final class JsonLines {

	private static final JsonMapper mapper = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private JsonLines() {
	}

	public static JsonNode parse(String line) {
		return mapper.readTree(line);
	}

	public static List<JsonNode> parseAll(CharSequence output) {
		return output.toString().lines().filter((line) -> !line.isBlank()).map(JsonLines::parse).toList();
	}

	/**
	 * Return the only line with a message.
	 * @param output all that was written
	 * @param message the message
	 * @return the line
	 */
	public static JsonNode withMessage(CharSequence output, String message) {
		List<JsonNode> lines = parseAll(output).stream()
			.filter((line) -> line.path("message").asString("").contains(message))
			.toList();
		if (lines.size() != 1) {
			throw new AssertionError(lines.size() + " lines with '" + message + "' in:\n" + output);
		}
		return lines.get(0);
	}

}
