package io.github.observability.context.propagation;

import java.util.List;

import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeAttachedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeClosedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeRestoredEvent;
import io.micrometer.tracing.otel.bridge.Slf4JBaggageEventListener;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts fields of baggage into the MDC under the names that they are listed with. The one
 * it extends takes the name as the caller spelled it, in whatever case, and never takes
 * such an entry away: it would stand on the lines of all requests that the thread serves
 * from then on.
 */
final class ListedBaggageEventListener extends Slf4JBaggageEventListener {

	private final List<String> fields;

	ListedBaggageEventListener(List<String> fields) {
		super(fields);
		this.fields = fields;
	}

	@Override
	public void onEvent(Object event) {
		if (event instanceof ScopeAttachedEvent attached) {
			Span span = attached.getSpan();
			if (span != null && span.getSpanContext().isValid()) {
				put(attached.getBaggage());
			}
		}
		else if (event instanceof ScopeRestoredEvent restored) {
			put(restored.getBaggage());
		}
		else if (event instanceof ScopeClosedEvent) {
			remove();
		}
	}

	/** Leaves the MDC as it is where there is nothing to remove. */
	private void remove() {
		for (int i = 0; i < this.fields.size(); i++) {
			if (MDC.get(this.fields.get(i)) != null) {
				MDC.remove(this.fields.get(i));
			}
		}
	}

	private void put(@Nullable Baggage baggage) {
		if (baggage != null && !baggage.isEmpty()) {
			baggage.forEach((name, entry) -> {
				String field = BaggageFields.listed(name, this.fields);
				if (field != null && !entry.getValue().isBlank()) {
					MDC.put(field, entry.getValue());
				}
			});
		}
	}

}
