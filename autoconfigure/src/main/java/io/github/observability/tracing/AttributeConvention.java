package io.github.observability.tracing;

/**
 * Whose names attributes of HTTP spans have when they are exported.
 */
enum AttributeConvention {

	/** As Spring observes them, which are the names of the tags of meters too. */
	SPRING,

	/** As the semantic conventions of OpenTelemetry for HTTP spans have them. */
	OTEL

}
