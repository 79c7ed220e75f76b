package io.github.observability.tracing.export;

import java.util.Collection;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Sees the batches of spans that an exporter delivered, as they were sent. For features
 * of the starter; an application has no need of it.
 */
@FunctionalInterface
public interface SpanBatchListener {

	/**
	 * Called after a batch is delivered, on a thread of the exporter. It must not throw.
	 * @param batch the spans
	 */
	void delivered(Collection<SpanData> batch);

}
