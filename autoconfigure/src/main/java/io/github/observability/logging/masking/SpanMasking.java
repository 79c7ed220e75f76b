package io.github.observability.logging.masking;

import java.util.ArrayList;
import java.util.List;

import io.github.observability.tracing.export.AttributeRewriting;
import io.github.observability.tracing.export.ReplacedSpanData;
import io.github.observability.tracing.export.SpanDataFilter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * Masks secrets in spans that are exported, as in log lines: the message of an exception
 * is in both, and so is what a client calls.
 */
final class SpanMasking extends SpanDataFilter {

	private final Masking masking;

	SpanMasking(Masking masking) {
		this.masking = masking;
	}

	@Override
	protected SpanData apply(SpanData span) {
		// Some kinds of spans make these anew whenever they are asked.
		Attributes attributes = span.getAttributes();
		List<EventData> events = span.getEvents();
		StatusData status = span.getStatus();
		String maskedName = clean(span.getName());
		Attributes maskedAttributes = masked(attributes);
		List<EventData> maskedEvents = masked(events);
		StatusData maskedStatus = masked(status);
		if (maskedName.equals(span.getName()) && maskedAttributes == attributes && maskedEvents == events
				&& maskedStatus == status) {
			// Most spans have no secret.
			return span;
		}
		return new ReplacedSpanData(span, maskedName, maskedAttributes, maskedEvents, maskedStatus);
	}

	private List<EventData> masked(List<EventData> events) {
		List<EventData> masked = null;
		for (int i = 0; i < events.size(); i++) {
			EventData event = events.get(i);
			Attributes before = event.getAttributes();
			Attributes attributes = masked(before);
			if (attributes != before) {
				masked = (masked != null) ? masked : new ArrayList<>(events);
				masked.set(i, EventData.create(event.getEpochNanos(), event.getName(), attributes,
						event.getTotalAttributeCount()));
			}
		}
		return (masked != null) ? masked : events;
	}

	private StatusData masked(StatusData status) {
		String description = clean(status.getDescription());
		return description.equals(status.getDescription()) ? status
				: StatusData.create(status.getStatusCode(), description);
	}

	private Attributes masked(Attributes attributes) {
		return new Pass(attributes).rewrite();
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

	/** Masks texts and lists of texts. */
	private final class Pass extends AttributeRewriting {

		Pass(Attributes attributes) {
			super(attributes);
		}

		@Override
		public void accept(AttributeKey<?> key, Object value) {
			if (value instanceof String text) {
				String clean = isSecret(key) ? SpanMasking.this.masking.secret() : clean(text);
				if (!clean.equals(text)) {
					put(key.getKey(), clean);
				}
			}
			else if (key.getType() == AttributeType.STRING_ARRAY && value instanceof List<?> list) {
				boolean secret = isSecret(key);
				String[] clean = list.stream()
					.map((element) -> secret ? SpanMasking.this.masking.secret() : clean(String.valueOf(element)))
					.toArray(String[]::new);
				if (!list.equals(List.of(clean))) {
					put(key.getKey(), clean);
				}
			}
		}

	}

}
