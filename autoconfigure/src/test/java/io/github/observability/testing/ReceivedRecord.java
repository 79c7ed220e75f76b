package io.github.observability.testing;

import java.util.Map;

/**
 * A log record as it came over the wire.
 *
 * @param eventName the name of the event that it is
 * @param severity its severity, as the protocol names it
 * @param time its time in nanoseconds since the epoch
 * @param traceId id of its trace in hexadecimal digits
 * @param spanId id of its span
 * @param attributes its attributes as text
 * @param body its body as text
 */
public record ReceivedRecord(String eventName, String severity, long time, String traceId, String spanId,
		Map<String, String> attributes, String body) {
}
