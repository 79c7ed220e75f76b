package io.github.observability.tracing.analysis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A finished span, wherever it comes from.
 *
 * @param traceId the id of the trace
 * @param spanId the id of the span
 * @param parentSpanId the id of the parent, {@code null} for a root
 * @param remoteParent whether the parent is known to belong to another process
 * @param service the name of the service, empty if unknown
 * @param name the name
 * @param kind the kind
 * @param startNanos the start in nanoseconds since the epoch, or since any common point
 * @param endNanos the end in nanoseconds since the same point
 * @param failed whether the status is an error
 * @param attributes the attributes; values are strings, longs, doubles, booleans or lists
 * of them
 */
public record TraceSpan(String traceId, String spanId, @Nullable String parentSpanId, boolean remoteParent,
		String service, String name, Kind kind, long startNanos, long endNanos, boolean failed,
		Map<String, Object> attributes) {

	/**
	 * Create a span.
	 * @param traceId the id of the trace
	 * @param spanId the id of the span
	 * @param parentSpanId the id of the parent, {@code null} for a root
	 * @param remoteParent whether the parent is known to belong to another process
	 * @param service the name of the service, empty if unknown
	 * @param name the name
	 * @param kind the kind
	 * @param startNanos the start in nanoseconds since the epoch, or since any common
	 * point
	 * @param endNanos the end in nanoseconds since the same point
	 * @param failed whether the status is an error
	 * @param attributes the attributes; values are strings, longs, doubles, booleans or
	 * lists of them
	 */
	public TraceSpan {
		parentSpanId = isAbsent(parentSpanId) ? null : parentSpanId;
		attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
	}

	/**
	 * Whether an id is missing. OpenTelemetry writes a missing parent as zeros.
	 */
	private static boolean isAbsent(@Nullable String id) {
		return id == null || id.chars().allMatch((character) -> character == '0');
	}

	/**
	 * Whether the span has no parent at all.
	 * @return whether it is the root of its trace
	 */
	public boolean isRoot() {
		return this.parentSpanId == null;
	}

	/**
	 * Return the duration.
	 * @return the duration in nanoseconds, zero if the end precedes the start
	 */
	public long durationNanos() {
		return Math.max(0, this.endNanos - this.startNanos);
	}

	/**
	 * Return service and name, as in {@code matching/find_driver}.
	 * @return the label, the name alone if the service is unknown
	 */
	public String label() {
		return this.service.isEmpty() ? this.name : this.service + "/" + this.name;
	}

	/**
	 * Whether the span stands for a call of another process, a message included.
	 * @return whether it does
	 */
	public boolean isCall() {
		return this.kind == Kind.CLIENT || this.kind == Kind.PRODUCER;
	}

	/**
	 * Return the statement that is sent to a database, as it was sent.
	 * @return the statement, {@code null} if the span has none
	 */
	public @Nullable String statement() {
		return CallTarget.statement(this);
	}

	/**
	 * Return the statement without its values, so that equal ones can be found.
	 * @return the normalized statement, {@code null} if the span has none
	 */
	public @Nullable String normalizedStatement() {
		String statement = statement();
		return (statement != null) ? StatementText.normalize(statement) : null;
	}

	/**
	 * Whether the span stands for a database query.
	 * @return whether it does
	 */
	public boolean isQuery() {
		return CallTarget.isQuery(this);
	}

	/**
	 * Return who is called, or the destination of a message.
	 * @return the peer, {@code null} if unknown
	 */
	public @Nullable String peer() {
		return CallTarget.peer(this);
	}

	/**
	 * Return the route that is called or served.
	 * @return the route, {@code null} if the span has none
	 */
	public @Nullable String route() {
		return CallTarget.routeOf(this);
	}

	/**
	 * Return the method of an HTTP request.
	 * @return the method, {@code null} if it is no request
	 */
	public @Nullable String httpMethod() {
		return CallTarget.method(this);
	}

	/**
	 * Return the status of an HTTP response.
	 * @return the status, zero if there is none
	 */
	public int httpStatus() {
		return CallTarget.status(this);
	}

	/**
	 * Return the first attribute present.
	 * @param keys the keys in order of preference
	 * @return the value as text, {@code null} if there is none
	 */
	public @Nullable String attribute(String... keys) {
		for (String key : keys) {
			Object value = this.attributes.get(key);
			if (value != null) {
				return value.toString();
			}
		}
		return null;
	}

	/**
	 * Kinds of spans.
	 */
	public enum Kind {

		/** Work inside the process. */
		INTERNAL,

		/** A request that is served. */
		SERVER,

		/** A call of another process. */
		CLIENT,

		/** A message that is sent. */
		PRODUCER,

		/** A message that is handled. */
		CONSUMER

	}

}
