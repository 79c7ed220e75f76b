package io.github.observability.tracing.evidence;

import java.util.ArrayList;
import java.util.List;

import io.github.observability.tracing.DelegatingReadableSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * A span that has ended, with an event that was found afterwards.
 */
public final class SpanWithEvidence extends DelegatingReadableSpan {

	private final EventData evidence;

	/**
	 * Create a span.
	 * @param span the span that has ended
	 * @param evidence the event
	 */
	public SpanWithEvidence(ReadableSpan span, EventData evidence) {
		super(span);
		this.evidence = evidence;
	}

	@Override
	public SpanData toSpanData() {
		return new Data(super.toSpanData(), this.evidence);
	}

	private static final class Data extends DelegatingSpanData {

		private final List<EventData> events;

		Data(SpanData span, EventData evidence) {
			super(span);
			this.events = new ArrayList<>(span.getEvents());
			this.events.add(evidence);
		}

		@Override
		public List<EventData> getEvents() {
			return this.events;
		}

		@Override
		public int getTotalRecordedEvents() {
			return super.getTotalRecordedEvents() + 1;
		}

	}

}
