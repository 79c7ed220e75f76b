package io.github.observability.testing;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A span as it came over the wire.
 *
 * @param traceId id of its trace in hexadecimal digits
 * @param spanId its own id
 * @param parentSpanId id of its parent, empty if it has none
 * @param name its name
 * @param kind its kind, as the protocol names it
 * @param error whether its status is an error
 * @param statusMessage the description of its status
 * @param traceState its trace state
 * @param sampled whether its flags say that it is sampled
 * @param attributes its attributes as text
 * @param events the attributes of its events as text
 */
public record ReceivedSpan(String traceId, String spanId, String parentSpanId, String name, String kind, boolean error,
		String statusMessage, String traceState, boolean sampled, Map<String, String> attributes, String events) {

	public @Nullable String attribute(String key) {
		return this.attributes.get(key);
	}

}
