package io.github.observability.tracing.tail;

import io.github.observability.FrameworkField;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

/**
 * Finds the size of the queue of a {@link BatchSpanProcessor}, which drops spans silently
 * once the queue is full. The size of a processor of the application need not be that of
 * Boot's property.
 */
final class BatchQueueSize {

	private BatchQueueSize() {
	}

	/**
	 * Return the size of the queue of a processor.
	 * @param processor the processor
	 * @param fallback the size to assume if it is unknown
	 * @return the size
	 */
	static int of(SpanProcessor processor, int fallback) {
		if (!(processor instanceof BatchSpanProcessor)) {
			return fallback;
		}
		try {
			Object worker = FrameworkField.BATCH_SPAN_WORKER.read(processor);
			Object size = (worker != null) ? FrameworkField.BATCH_SPAN_QUEUE_SIZE.read(worker) : null;
			return (size instanceof Number number) ? number.intValue() : fallback;
		}
		catch (RuntimeException ex) {
			// Another version, or a class that is not open to reflection.
			return fallback;
		}
	}

}
