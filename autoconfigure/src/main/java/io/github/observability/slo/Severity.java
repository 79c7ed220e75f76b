package io.github.observability.slo;

import java.util.Locale;

/**
 * Highest severity of the alerts of an objective.
 */
enum Severity {

	/** Pages somebody. */
	PAGE,

	/** Creates a ticket for the next working day. */
	TICKET,

	/** Raises no alerts. */
	NONE;

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
