package io.github.observability.context;

import java.util.Arrays;
import java.util.List;

/**
 * MDC keys under which the context of a request stands.
 */
public enum ContextKey {

	/** Id of the trace, as Micrometer Tracing names it. */
	TRACE_ID("traceId"),

	/** Id of the current span, as Micrometer Tracing names it. */
	SPAN_ID("spanId"),

	/** Id of the request. */
	REQUEST_ID("requestId"),

	/** Id of the authenticated user. */
	USER_ID("userId");

	private final String key;

	ContextKey(String key) {
		this.key = key;
	}

	/**
	 * Return the key as it stands in the MDC.
	 * @return the MDC key
	 */
	public String key() {
		return this.key;
	}

	static boolean isReserved(String key) {
		return reserved().contains(key);
	}

	static List<String> reserved() {
		return Arrays.stream(values()).map(ContextKey::key).toList();
	}

}
