package io.github.observability.slo;

/**
 * Result of an event for an objective.
 */
enum SloResult {

	/** As promised. */
	GOOD("good"),

	/** Uses error budget. */
	BAD("bad"),

	/** Does not count for the objective. */
	IGNORED("ignored");

	private final String label;

	SloResult(String label) {
		this.label = label;
	}

	String label() {
		return this.label;
	}

}
