package io.github.observability.logging.masking;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.observability.tracing.export.ReplacedSpanData;
import io.github.observability.tracing.export.SpanDataFilter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * Masks secrets in spans that are exported, as in log lines: the message of an exception
 * is in both, and so is what a client calls.
 */
final class SpanMasking extends SpanDataFilter {

	private final AttributeMasking masking;

	SpanMasking(Masking masking) {
		this.masking = AttributeMasking.ofSpans(masking);
	}

	@Override
	protected SpanData apply(SpanData span) {
		// Some kinds of spans make these anew whenever they are asked.
		Attributes attributes = span.getAttributes();
		List<EventData> events = span.getEvents();
		StatusData status = span.getStatus();
		List<LinkData> links = span.getLinks();
		String maskedName = this.masking.masked(span.getName());
		Attributes maskedAttributes = this.masking.masked(attributes);
		List<EventData> maskedEvents = masked(events, this::masked);
		List<LinkData> maskedLinks = masked(links, this::masked);
		StatusData maskedStatus = masked(status);
		if (maskedName.equals(span.getName()) && maskedAttributes == attributes && maskedEvents == events
				&& maskedLinks == links && maskedStatus == status) {
			// Most spans have no secret.
			return span;
		}
		return new ReplacedSpanData(span, maskedName, maskedAttributes, maskedEvents, maskedLinks, maskedStatus);
	}

	private static <T> List<T> masked(List<T> parts, UnaryOperator<T> mask) {
		List<T> masked = null;
		for (int i = 0; i < parts.size(); i++) {
			T part = parts.get(i);
			T clean = mask.apply(part);
			if (clean != part) {
				masked = (masked != null) ? masked : new ArrayList<>(parts);
				masked.set(i, clean);
			}
		}
		return (masked != null) ? masked : parts;
	}

	private EventData masked(EventData event) {
		Attributes attributes = event.getAttributes();
		Attributes maskedAttributes = this.masking.masked(attributes);
		String maskedName = this.masking.masked(event.getName());
		return (maskedAttributes == attributes && maskedName.equals(event.getName())) ? event
				: EventData.create(event.getEpochNanos(), maskedName, maskedAttributes, event.getTotalAttributeCount());
	}

	private LinkData masked(LinkData link) {
		Attributes attributes = link.getAttributes();
		Attributes maskedAttributes = this.masking.masked(attributes);
		return (maskedAttributes == attributes) ? link
				: LinkData.create(link.getSpanContext(), maskedAttributes, link.getTotalAttributeCount());
	}

	private StatusData masked(StatusData status) {
		String description = this.masking.masked(status.getDescription());
		return description.equals(status.getDescription()) ? status
				: StatusData.create(status.getStatusCode(), description);
	}

}
