package io.github.observability.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * {@link SpanProcessor} that links the first span of a new trace to the caller whose
 * trace has ended.
 */
final class CallerLinks implements SpanProcessor {

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		IngressSpan ingress = parentContext.get(IngressSpan.KEY);
		SpanContext left = (ingress != null) ? ingress.left() : null;
		if (left != null && !span.getParentSpanContext().isValid()) {
			span.addLink(left);
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
	}

	@Override
	public boolean isEndRequired() {
		return false;
	}

}
