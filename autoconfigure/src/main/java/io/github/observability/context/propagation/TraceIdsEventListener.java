package io.github.observability.context.propagation;

import io.github.observability.context.ContextKey;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeAttachedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeClosedEvent;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper.ScopeRestoredEvent;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts the ids of the current span into the MDC and writes only what a scope changes. The
 * one it extends writes both ids when a scope opens, and removes and writes them when it
 * closes, although the trace id is the same in all spans of a request. Each write makes
 * Logback copy the MDC for the next line.
 */
final class TraceIdsEventListener extends Slf4JEventListener {

	private static final String TRACE_ID = ContextKey.TRACE_ID.key();

	private static final String SPAN_ID = ContextKey.SPAN_ID.key();

	@Override
	public void onEvent(Object event) {
		if (event instanceof ScopeAttachedEvent attached) {
			Span span = attached.getSpan();
			if (span != null) {
				update(span);
			}
		}
		else if (event instanceof ScopeRestoredEvent restored) {
			update(restored.getSpan());
		}
		else if (event instanceof ScopeClosedEvent && Span.fromContextOrNull(Context.current()) == null) {
			// Otherwise the scope that is restored, or attached instead, puts its ids.
			update(null);
		}
	}

	private static void update(@Nullable Span span) {
		SpanContext ids = (span != null) ? span.getSpanContext() : SpanContext.getInvalid();
		if (ids.isValid()) {
			put(TRACE_ID, ids.getTraceId());
			put(SPAN_ID, ids.getSpanId());
		}
		else {
			remove(TRACE_ID);
			remove(SPAN_ID);
		}
	}

	private static void put(String key, String id) {
		if (!id.equals(MDC.get(key))) {
			MDC.put(key, id);
		}
	}

	private static void remove(String key) {
		if (MDC.get(key) != null) {
			MDC.remove(key);
		}
	}

}
