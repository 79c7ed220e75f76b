package io.github.observability.slo;

import java.util.Locale;

/**
 * How urgent the alerts of an objective may get.
 */
enum Severity {

	/** Somebody is woken up. */
	PAGE,

	/** Somebody looks at it on a working day. */
	TICKET,

	/** There are no alerts. */
	NONE;

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
