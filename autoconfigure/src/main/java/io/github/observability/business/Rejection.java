package io.github.observability.business;

import java.util.Locale;

/**
 * Reason why an event or one of its values is not counted.
 */
enum Rejection {

	/** A counter never decreases. */
	NEGATIVE("it is negative, and a counter never decreases"),

	/** The value is NaN or missing. */
	NOT_A_NUMBER("it is not a number"),

	/** The value is infinite. */
	INFINITE("it is infinite"),

	/** The value or the resulting sum exceeds what a counter holds exactly. */
	OVERFLOW("the sum would exceed 2^53, up to which it is exact"),

	/** An amount of money has more digits than its currency. */
	FRACTION("it is not a whole number of the currency's minor units"),

	/** There is no such currency, or it has no minor units. */
	UNKNOWN_CURRENCY("its currency is unknown"),

	/** A tag value is null; the event is counted under 'none'. */
	NULL_TAG("a tag value is null, which is counted as 'none'"),

	/** An expression of an annotation failed. */
	EXPRESSION("an expression failed"),

	/** A tag value or step is not declared, in strict mode. */
	UNDECLARED("it is not declared"),

	/** A transaction has too many events. */
	TOO_MANY_PENDING("the transaction already has as many events as 'observability.business.max-pending' allows"),

	/** Whether the transaction was committed is unknown. */
	COMMIT_UNKNOWN("the outcome of the commit is unknown"),

	/** Recording failed unexpectedly. */
	FAULT("it could not be recorded");

	private final String sentence;

	Rejection(String sentence) {
		this.sentence = sentence;
	}

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	String sentence() {
		return this.sentence;
	}

}
