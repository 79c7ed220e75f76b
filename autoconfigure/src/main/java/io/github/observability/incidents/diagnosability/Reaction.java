package io.github.observability.incidents.diagnosability;

import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How a signal reacts to a fault.
 *
 * @param rises the share of the runs in which it rises, or of a change in which it
 * happens
 * @param falls the share of the runs in which it falls
 */
record Reaction(double rises, double falls) {

	/** A signal that does not react. */
	static final Reaction NONE = new Reaction(0, 0);

	/** The share of runs from which on a reaction can be relied on. */
	private static final double RELIABLE = 0.7;

	/**
	 * Whether it can be relied on.
	 */
	boolean isReliable() {
		return isDifferent(NONE);
	}

	/**
	 * Whether one run is likely to tell this reaction from another one.
	 */
	boolean isDifferent(Reaction other) {
		return Math.max(Math.abs(this.rises - other.rises), Math.abs(this.falls - other.falls)) >= RELIABLE - 1e-9;
	}

	/**
	 * Return the word for it.
	 */
	String label() {
		return (this.rises >= this.falls) ? "rises" : "falls";
	}

	/**
	 * Reactions that a team declares.
	 */
	enum Declared {

		RISES(new Reaction(1, 0)),

		FALLS(new Reaction(0, 1)),

		/** It does not tell the fault from any other. */
		VARIES(new Reaction(0.5, 0.5)),

		UNCHANGED(NONE);

		private final Reaction reaction;

		Declared(Reaction reaction) {
			this.reaction = reaction;
		}

		Reaction reaction() {
			return this.reaction;
		}

		static @Nullable Declared of(String text) {
			return Arrays.stream(values())
				.filter((each) -> each.name().equals(text.strip().toUpperCase(Locale.ROOT)))
				.findFirst()
				.orElse(null);
		}

	}

}
