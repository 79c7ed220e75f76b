package io.github.observability.slo;

/**
 * Alerts besides those of objectives: what breaks a service, or the view of it, without a
 * bad event.
 */
enum OperationalAlert {

	/** A resource is exhausted, or will be within hours. */
	EXHAUSTION,

	/** Instances cannot be scraped. */
	SCRAPE_GONE,

	/** The application could not record something. */
	DROPPED_TELEMETRY,

	/** A meter reached its limit of series, or an instance has too many. */
	CARDINALITY,

	/** A certificate of an SSL bundle expires. */
	CERTIFICATE_EXPIRY,

	/** Telemetry exceeds a budget that is set for it. */
	TELEMETRY_BUDGET

}
