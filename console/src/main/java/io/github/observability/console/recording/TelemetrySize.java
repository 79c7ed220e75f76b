package io.github.observability.console.recording;

import java.util.Map;

/**
 * Estimates the bytes that telemetry takes on its way out: a span in OTLP's protocol
 * buffers before compression, a line in JSON.
 */
public final class TelemetrySize {

	/** Ids, times, kind, status and the lengths of them. */
	private static final int SPAN = 90;

	private static final int ATTRIBUTE = 8;

	private static final int EVENT = 20;

	/** Time, level, logger, thread, service and their names in a line. */
	private static final int LINE = 320;

	private TelemetrySize() {
	}

	static int ofSpan(RecordedSpan span) {
		int size = SPAN + span.name().length() + attributes(span.attributes());
		for (RecordedSpan.Event event : span.events()) {
			size += EVENT + event.name().length() + attributes(event.attributes());
		}
		return size + span.links().size() * 36;
	}

	public static int ofLine(RecordedLine line) {
		int size = LINE + line.message().length() + line.logger().length();
		for (Map.Entry<String, String> field : line.fields().entrySet()) {
			size += 6 + field.getKey().length() + field.getValue().length();
		}
		RecordedFailure exception = line.exception();
		if (exception != null) {
			size += exception.message().length();
			size += exception.frames().stream().mapToInt((frame) -> frame.length() + 5).sum();
		}
		return size;
	}

	private static int attributes(Map<String, Object> attributes) {
		int size = 0;
		for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
			int value = (attribute.getValue() instanceof String text) ? text.length() : 8;
			size += ATTRIBUTE + attribute.getKey().length() + value;
		}
		return size;
	}

}
