package io.github.observability.console.recording;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * A span that has ended, masked and cut to a bound.
 *
 * @param traceId the id of its trace
 * @param spanId its id
 * @param parentId the id of its parent, {@code null} for a root
 * @param remoteParent whether the parent is in another service
 * @param name the name
 * @param kind the kind: SERVER, CLIENT, PRODUCER, CONSUMER or INTERNAL
 * @param startNanos the start, nanoseconds since the epoch
 * @param endNanos the end, nanoseconds since the epoch
 * @param error whether its status is an error
 * @param statusText the description of the status, empty if there is none
 * @param sampled whether head sampling took its trace
 * @param attributes the attributes
 * @param events the events
 * @param links the linked spans
 */
public record RecordedSpan(String traceId, String spanId, @Nullable String parentId, boolean remoteParent, String name,
		String kind, long startNanos, long endNanos, boolean error, String statusText, boolean sampled,
		Map<String, Object> attributes, List<Event> events, List<Link> links) {

	static final int MAX_TEXT = 4096;

	private static final int MAX_ATTRIBUTES = 64;

	private static final int MAX_EVENTS = 16;

	/** Objects and references of a span on the heap, without its texts. */
	private static final int BASE_SIZE = 400;

	static RecordedSpan of(SpanData data, CodePlaces.@Nullable Place place) {
		Map<String, Object> attributes = attributes(data.getAttributes());
		if (place != null && !attributes.containsKey("code.function.name")) {
			attributes.put("code.function.name", place.function());
			attributes.put("code.line.number", place.line());
		}
		String parent = data.getParentSpanContext().isValid() ? data.getParentSpanId() : null;
		return new RecordedSpan(data.getTraceId(), data.getSpanId(), parent, data.getParentSpanContext().isRemote(),
				cut(data.getName()), data.getKind().name(), data.getStartEpochNanos(), data.getEndEpochNanos(),
				data.getStatus().getStatusCode() == StatusCode.ERROR, cut(data.getStatus().getDescription()),
				data.getSpanContext().isSampled(), attributes, events(data.getEvents()), links(data.getLinks()));
	}

	private static Map<String, Object> attributes(Attributes attributes) {
		Map<String, Object> values = new LinkedHashMap<>();
		attributes.forEach((key, value) -> {
			if (values.size() < MAX_ATTRIBUTES) {
				boolean plain = value instanceof Number || value instanceof Boolean;
				values.put(cut(key.getKey()), plain ? value : cut(text(value)));
			}
		});
		return values;
	}

	/** A list has a line for each of its values. */
	private static String text(Object value) {
		return (value instanceof List<?> list) ? list.stream().map(String::valueOf).collect(Collectors.joining("\n"))
				: String.valueOf(value);
	}

	private static List<Event> events(List<EventData> events) {
		List<Event> recorded = new ArrayList<>(Math.min(events.size(), MAX_EVENTS));
		for (EventData event : events.subList(0, Math.min(events.size(), MAX_EVENTS))) {
			recorded.add(Event.of(event));
		}
		return recorded;
	}

	private static List<Link> links(List<LinkData> links) {
		return links.stream()
			.limit(MAX_EVENTS)
			.map((link) -> new Link(link.getSpanContext().getTraceId(), link.getSpanContext().getSpanId()))
			.toList();
	}

	public static String cut(@Nullable String text) {
		if (text == null) {
			return "";
		}
		return (text.length() <= MAX_TEXT) ? text : text.substring(0, MAX_TEXT) + '\u2026';
	}

	/** Masks a text before it is cut: half a secret has not the form of one. */
	static String cut(@Nullable String text, UnaryOperator<String> masker) {
		return (text != null) ? cut(masker.apply(text)) : "";
	}

	public long durationNanos() {
		return Math.max(0, this.endNanos - this.startNanos);
	}

	/**
	 * Return the span with an event more.
	 */
	RecordedSpan with(Event event) {
		List<Event> more = new ArrayList<>(this.events);
		more.add(event);
		return new RecordedSpan(this.traceId, this.spanId, this.parentId, this.remoteParent, this.name, this.kind,
				this.startNanos, this.endNanos, this.error, this.statusText, this.sampled, this.attributes, more,
				this.links);
	}

	/**
	 * Return the first attribute that is there.
	 * @param keys the keys, in Spring's and in OpenTelemetry's naming
	 * @return its value as text, {@code null} if there is none
	 */
	@Nullable String attribute(String... keys) {
		for (String key : keys) {
			Object value = this.attributes.get(key);
			if (value != null) {
				return value.toString();
			}
		}
		return null;
	}

	/**
	 * Estimate the memory that the span takes.
	 * @return bytes
	 */
	int size() {
		int size = BASE_SIZE + this.name.length() + this.statusText.length();
		size += size(this.attributes);
		for (Event event : this.events) {
			size += 100 + event.name().length() + size(event.attributes());
		}
		return size + this.links.size() * 160;
	}

	private static int size(Map<String, Object> attributes) {
		int size = 0;
		for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
			size += 100 + attribute.getKey().length()
					+ ((attribute.getValue() instanceof String text) ? text.length() : 8);
		}
		return size;
	}

	/**
	 * Event of a span, an exception for example.
	 *
	 * @param nanos the time, nanoseconds since the epoch
	 * @param name the name
	 * @param attributes the attributes
	 */
	public record Event(long nanos, String name, Map<String, Object> attributes) {

		static Event of(EventData event) {
			return new Event(event.getEpochNanos(), cut(event.getName()),
					RecordedSpan.attributes(event.getAttributes()));
		}

	}

	/**
	 * Link to a span of another trace.
	 *
	 * @param traceId the id of the trace
	 * @param spanId the id of the span
	 */
	public record Link(String traceId, String spanId) {

	}

}
