package io.github.observability.sample.support;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Span as it arrived at the {@link OtlpSink}.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param parentSpanId 16 hexadecimal digits, or an empty string for a root
 * @param name name
 * @param kind kind
 * @param startNanos start in nanoseconds since the epoch
 * @param endNanos end in nanoseconds since the epoch
 * @param status status code
 * @param attributes attributes of the span, values as text
 * @param resourceAttributes attributes of the service, values as text
 * @param linkedTraceIds trace ids of the spans that it is linked to
 * @param flags trace flags in the lower eight bits, above them whether the parent is
 * remote
 */
public record ReceivedSpan(String traceId, String spanId, String parentSpanId, String name, Kind kind, long startNanos,
		long endNanos, Status status, Map<String, String> attributes, Map<String, String> resourceAttributes,
		List<String> linkedTraceIds, int flags) {

	private static final int HAS_IS_REMOTE = 0x100;

	private static final int IS_REMOTE = 0x200;

	public ReceivedSpan {
		attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
		linkedTraceIds = List.copyOf(linkedTraceIds);
		resourceAttributes = Collections.unmodifiableMap(new LinkedHashMap<>(resourceAttributes));
	}

	/**
	 * Whether the span has no parent at all.
	 * @return {@code true} if it began the trace
	 */
	public boolean isRoot() {
		return this.parentSpanId.isEmpty();
	}

	/**
	 * Whether the parent can be in another process. A sender that does not tell is given
	 * the benefit of the doubt.
	 * @return {@code false} if there is no parent or the sender says it is local
	 */
	public boolean mayHaveRemoteParent() {
		return !isRoot() && ((this.flags & HAS_IS_REMOTE) == 0 || (this.flags & IS_REMOTE) != 0);
	}

	/**
	 * Time from start to end.
	 * @return the duration
	 */
	public Duration duration() {
		return Duration.ofNanos(this.endNanos - this.startNanos);
	}

	/** On which side of which call the span is. */
	public enum Kind {

		/** Not told. */
		UNSPECIFIED,
		/** Work within the process. */
		INTERNAL,
		/** Serves a call. */
		SERVER,
		/** Makes a call. */
		CLIENT,
		/** Sends a message. */
		PRODUCER,
		/** Handles a message. */
		CONSUMER

	}

	/** How the span ended. */
	public enum Status {

		/** Not told, which is how success is reported. */
		UNSET,
		/** Explicitly good. */
		OK,
		/** Failed. */
		ERROR

	}

}
