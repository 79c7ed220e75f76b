package io.github.observability.tracing.tail;

import io.github.observability.tracing.export.DropReason;
import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Is notified of spans that are lost or never end.
 */
@FunctionalInterface
interface DropListener {

	/**
	 * Called when ended spans were lost.
	 * @param reason why they were lost
	 * @param spans their number
	 */
	void dropped(DropReason reason, int spans);

	/**
	 * Called when the buffer no longer waits for spans to end.
	 * @param span one of them
	 * @param spans their number
	 */
	default void leftOpen(ReadableSpan span, int spans) {
	}

}
