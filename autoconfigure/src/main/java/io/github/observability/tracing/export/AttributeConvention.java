package io.github.observability.tracing.export;

/**
 * Naming convention for the attributes of exported HTTP spans.
 */
enum AttributeConvention {

	/** The names of Spring, which tags of meters have as well. */
	SPRING,

	/** The names of OpenTelemetry's semantic conventions for HTTP spans. */
	OTEL

}
