package io.github.observability.context;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The MDC entries of one request. It puts them on whichever thread serves the request and
 * takes away no others.
 */
final class RequestLogContext {

	/** A header field is for finding lines, not for transporting texts. */
	private static final int MAX_HEADER_LENGTH = 256;

	private static final int MAX_USER_ID_LENGTH = 128;

	private static final ThreadLocal<@Nullable RequestLogContext> current = new ThreadLocal<>();

	private final String requestId;

	private final List<String> headerKeys;

	private final @Nullable String[] headerValues;

	private @Nullable String userId;

	private boolean traceIdsRestored;

	private Map<String, String> baggageRestored = Map.of();

	RequestLogContext(Function<String, @Nullable String> request, String requestIdHeader, List<String> headers,
			List<String> headerKeys) {
		this(RequestIds.RANDOM.acceptOrCreate(request.apply(requestIdHeader)), request, headers, headerKeys);
	}

	RequestLogContext(String requestId, Function<String, @Nullable String> request, List<String> headers,
			List<String> headerKeys) {
		this.requestId = requestId;
		this.headerKeys = headerKeys;
		this.headerValues = new String[headers.size()];
		for (int i = 0; i < headers.size(); i++) {
			this.headerValues[i] = safe(request.apply(headers.get(i)));
		}
	}

	private static @Nullable String safe(@Nullable String value) {
		if (value == null || value.isEmpty() || value.length() > MAX_HEADER_LENGTH) {
			return null;
		}
		for (int i = 0; i < value.length(); i++) {
			if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
				return null;
			}
		}
		return value;
	}

	/**
	 * Return the context whose entries stand in the MDC of this thread.
	 * @return the context or {@code null} if the thread serves no request
	 */
	static @Nullable RequestLogContext current() {
		return current.get();
	}

	String requestId() {
		return this.requestId;
	}

	void put() {
		current.set(this);
		MDC.put(ContextKey.REQUEST_ID.key(), this.requestId);
		for (int i = 0; i < this.headerValues.length; i++) {
			if (this.headerValues[i] != null) {
				MDC.put(this.headerKeys.get(i), this.headerValues[i]);
			}
		}
		putUserId();
	}

	void userId(@Nullable String userId) {
		if (userId != null && !userId.isEmpty()) {
			this.userId = (userId.length() <= MAX_USER_ID_LENGTH) ? userId : userId.substring(0, MAX_USER_ID_LENGTH);
		}
	}

	void putUserId() {
		if (this.userId != null) {
			MDC.put(ContextKey.USER_ID.key(), this.userId);
		}
	}

	/**
	 * Put the ids and the baggage of a span that is over already on what the container
	 * still logs about the request.
	 */
	void putTraceIds(String traceId, String spanId, Map<String, String> baggage) {
		this.traceIdsRestored = true;
		this.baggageRestored = baggage;
		baggage.forEach(MDC::put);
		MDC.put(ContextKey.TRACE_ID.key(), traceId);
		MDC.put(ContextKey.SPAN_ID.key(), spanId);
	}

	void remove() {
		current.remove();
		MDC.remove(ContextKey.REQUEST_ID.key());
		this.headerKeys.forEach(MDC::remove);
		MDC.remove(ContextKey.USER_ID.key());
	}

	/**
	 * Take away what {@link #putTraceIds} put, on the thread that put it: other threads
	 * may still work for the request, with its trace.
	 */
	void removeTraceIds() {
		if (this.traceIdsRestored) {
			this.traceIdsRestored = false;
			MDC.remove(ContextKey.TRACE_ID.key());
			MDC.remove(ContextKey.SPAN_ID.key());
			this.baggageRestored.keySet().forEach(MDC::remove);
		}
	}

}
