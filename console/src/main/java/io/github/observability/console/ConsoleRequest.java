package io.github.observability.console;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What the console needs to know of an HTTP request, whichever server received it.
 *
 * @param method the method
 * @param base the path of the console as the browser sees it, context path included
 * @param path the raw path below the base, empty or beginning with a slash
 * @param query the raw query, empty if there is none
 * @param headers the value of a header by its name, {@code null} if absent
 * @param peer the address of the peer, {@code null} if unknown
 * @param body the body of a message of the Model Context Protocol, empty for all else
 */
record ConsoleRequest(String method, String base, String path, String query, Function<String, @Nullable String> headers,
		@Nullable InetAddress peer, byte[] body) {

	static final byte[] NO_BODY = {};

	/** A message that is longer is cut, and so refused as malformed. */
	static final int MAX_BODY = 64 * 1024;

	static boolean hasBody(String method, String path) {
		return method.equals("POST") && path.equals(ConsoleGuard.MCP);
	}

	@Nullable String header(String name) {
		return this.headers.apply(name);
	}

	/**
	 * Decode the query. What cannot be decoded is left out.
	 * @return the parameters, the first of each name
	 */
	Map<String, String> parameters() {
		Map<String, String> parameters = new LinkedHashMap<>();
		if (this.query.length() > 4096) {
			return parameters;
		}
		for (String pair : this.query.split("&")) {
			int equals = pair.indexOf('=');
			if (equals > 0) {
				try {
					parameters.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
				}
				catch (IllegalArgumentException ex) {
					// A malformed escape: as if the parameter were absent.
				}
			}
		}
		return parameters;
	}

	private static String decoded(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

}
