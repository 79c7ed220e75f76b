package io.github.observability.tracing.sampling;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * {@link SpanProcessor} that links the first span of a restarted trace to the span of the
 * caller.
 */
final class CallerLinkProcessor implements SpanProcessor {

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
