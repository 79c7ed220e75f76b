package io.github.observability.console;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Response of the console: bytes, or a stream of events.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body
 * @param stream whether the body is followed by events until one side leaves
 */
record ConsoleResponse(int status, Map<String, String> headers, byte[] body, boolean stream) {

	private static final Map<String, String> SECURITY = security();

	private static Map<String, String> security() {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Content-Security-Policy",
				"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
						+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
		headers.put("X-Content-Type-Options", "nosniff");
		headers.put("X-Frame-Options", "DENY");
		headers.put("Referrer-Policy", "no-referrer");
		headers.put("Cross-Origin-Resource-Policy", "same-origin");
		headers.put("Cross-Origin-Opener-Policy", "same-origin");
		headers.put("Cache-Control", "no-store");
		return headers;
	}

	static ConsoleResponse of(int status, String contentType, byte[] body) {
		Map<String, String> headers = new LinkedHashMap<>(SECURITY);
		headers.put("Content-Type", contentType);
		return new ConsoleResponse(status, headers, body, false);
	}

	static ConsoleResponse text(int status, String text) {
		return of(status, "text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
	}

	static ConsoleResponse events() {
		Map<String, String> headers = new LinkedHashMap<>(SECURITY);
		headers.put("Content-Type", "text/event-stream");
		headers.put("X-Accel-Buffering", "no");
		return new ConsoleResponse(200, headers, "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8), true);
	}

	ConsoleResponse with(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(name, value);
		return new ConsoleResponse(this.status, headers, this.body, this.stream);
	}

}
