package io.github.observability.console;

import tools.jackson.databind.json.JsonMapper;

/**
 * The console's own mapper: settings of the application's do not change its API.
 */
final class ConsoleJson {

	static final JsonMapper MAPPER = JsonMapper.builder().build();

	private ConsoleJson() {
	}

}
