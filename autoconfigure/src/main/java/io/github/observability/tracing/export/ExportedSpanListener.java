package io.github.observability.tracing.export;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Sees the spans that are exported, on the thread that exports them. For features of the
 * starter; an application has no need of it.
 */
@FunctionalInterface
public interface ExportedSpanListener {

	/**
	 * Called before a span is exported. It must not throw.
	 * @param span the span
	 */
	void exported(SpanData span);

}
