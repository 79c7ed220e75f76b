package io.github.observability.slo;

/**
 * What an event means for an objective.
 */
enum SloResult {

	/** As promised. */
	GOOD("good"),

	/** Uses error budget. */
	BAD("bad"),

	/** Says nothing about the objective. */
	IGNORED("ignored");

	private final String label;

	SloResult(String label) {
		this.label = label;
	}

	String label() {
		return this.label;
	}

}
