package io.github.observability.tracing.export;

/**
 * Where the exceptions of spans are exported.
 */
enum ExceptionSignal {

	/** As events of their spans. */
	SPAN_EVENTS,

	/**
	 * As log records within their spans, as OpenTelemetry's conventions prefer from 1.40
	 * on.
	 */
	LOG_RECORDS,

	/** As both, while readers move from one to the other. */
	BOTH

}
