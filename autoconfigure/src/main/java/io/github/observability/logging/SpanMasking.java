package io.github.observability.logging;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * Masks secrets in spans that are exported, as in log lines: the message of an exception
 * is in both, and so is what a client calls.
 */
final class SpanMasking implements SpanFilter {

	private final Masking masking;

	SpanMasking(Masking masking) {
		this.masking = masking;
	}

	@Override
	public FinishedSpan map(FinishedSpan span) {
		return (span instanceof OtelFinishedSpan) ? OtelFinishedSpan.fromOtel(masked(OtelFinishedSpan.toOtel(span)))
				: span;
	}

	private SpanData masked(SpanData span) {
		return new MaskedSpanData(span, clean(span.getName()), masked(span.getAttributes()), masked(span.getEvents()),
				masked(span.getStatus()));
	}

	private List<EventData> masked(List<EventData> events) {
		List<EventData> masked = new ArrayList<>(events.size());
		for (EventData event : events) {
			Attributes attributes = masked(event.getAttributes());
			masked.add((attributes == event.getAttributes()) ? event : EventData.create(event.getEpochNanos(),
					event.getName(), attributes, event.getTotalAttributeCount()));
		}
		return masked;
	}

	private StatusData masked(StatusData status) {
		String description = clean(status.getDescription());
		return description.equals(status.getDescription()) ? status
				: StatusData.create(status.getStatusCode(), description);
	}

	private Attributes masked(Attributes attributes) {
		AttributesBuilder masked = attributes.toBuilder();
		boolean[] changed = new boolean[1];
		attributes.forEach((key, value) -> {
			if (value instanceof String text) {
				String clean = (isSecret(key)) ? this.masking.secret() : clean(text);
				if (!clean.equals(text)) {
					masked.put(key.getKey(), clean);
					changed[0] = true;
				}
			}
			else if (key.getType() == AttributeType.STRING_ARRAY && value instanceof List<?> list) {
				masked.put(key.getKey(),
						list.stream()
							.map((element) -> (isSecret(key)) ? this.masking.secret() : clean(String.valueOf(element)))
							.toArray(String[]::new));
				changed[0] = true;
			}
		});
		return (changed[0]) ? masked.build() : attributes;
	}

	/**
	 * Names of attributes begin with those of components, which are no secrets if they
	 * are about some.
	 */
	private boolean isSecret(AttributeKey<?> key) {
		return this.masking.isSecret(key.getKey().substring(key.getKey().lastIndexOf('.') + 1));
	}

	private String clean(String text) {
		return this.masking.clean(text, Integer.MAX_VALUE);
	}

	/** A span as it is exported. */
	private static final class MaskedSpanData extends DelegatingSpanData {

		private final String name;

		private final Attributes attributes;

		private final List<EventData> events;

		private final StatusData status;

		MaskedSpanData(SpanData span, String name, Attributes attributes, List<EventData> events, StatusData status) {
			super(span);
			this.name = name;
			this.attributes = attributes;
			this.events = events;
			this.status = status;
		}

		@Override
		public String getName() {
			return this.name;
		}

		@Override
		public Attributes getAttributes() {
			return this.attributes;
		}

		@Override
		public List<EventData> getEvents() {
			return this.events;
		}

		@Override
		public StatusData getStatus() {
			return this.status;
		}

	}

}
