package io.github.observability.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Files of the page. They are looked up in a fixed list and lie where no server of static
 * resources finds them.
 */
final class ConsoleAssets {

	private static final Map<String, String> TYPES = Map.of("html", "text/html;charset=UTF-8", "css",
			"text/css;charset=UTF-8", "js", "text/javascript;charset=UTF-8");

	private static final String[] NAMES = { "index.html", "console.css", "console.js", "api.js", "dom.js", "charts.js",
			"now.js", "incidents.js", "requests.js", "request.js", "lines.js", "errors.js", "meters.js", "setup.js",
			"runs.js", "timing.js", "vendor/uPlot.iife.min.js", "vendor/uPlot.min.css" };

	private final Map<String, ConsoleResponse> responses = new LinkedHashMap<>();

	ConsoleAssets() {
		for (String name : NAMES) {
			String type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
			this.responses.put("/" + name, ConsoleResponse.of(200, type, read(name)));
		}
		this.responses.put("/", Objects.requireNonNull(this.responses.get("/index.html")));
	}

	@Nullable ConsoleResponse find(String path) {
		return this.responses.get(path);
	}

	private static byte[] read(String name) {
		try (InputStream input = ConsoleAssets.class.getResourceAsStream("assets/" + name)) {
			if (input == null) {
				throw new IllegalStateException("The console lacks its file '" + name + "'");
			}
			return input.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
