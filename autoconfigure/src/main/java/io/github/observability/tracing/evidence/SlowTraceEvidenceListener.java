package io.github.observability.tracing.evidence;

import io.opentelemetry.sdk.trace.data.EventData;

/**
 * Is notified of evidence for slow traces. This type serves incidents and the development
 * console and may change in any release.
 */
@FunctionalInterface
public interface SlowTraceEvidenceListener {

	/**
	 * Called once for each trace for which there is evidence. It must not block.
	 * @param traceId the id of the trace
	 * @param spanId the id of its local root
	 * @param evidence an event of the root
	 */
	void found(String traceId, String spanId, EventData evidence);

}
