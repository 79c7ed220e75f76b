package io.github.observability.business;

import java.util.Locale;

/**
 * Why an event or a value of it is not counted.
 */
enum Rejection {

	/** A counter never goes down. */
	NEGATIVE("it is negative, and a counter never goes down"),

	/** The value is NaN or none at all. */
	NOT_A_NUMBER("it is not a number"),

	/** The value is infinite. */
	INFINITE("it is infinite"),

	/** The value, or the sum with it, is beyond what a counter holds exactly. */
	OVERFLOW("with it the sum would be beyond 2^53, up to which it is exact"),

	/** An amount of money has more digits than its currency. */
	FRACTION("it is not a whole number of the currency's minor units"),

	/** There is no such currency, or it has no minor units. */
	UNKNOWN_CURRENCY("its currency is not known"),

	/** A tag value is null; the event is counted under none. */
	NULL_TAG("a tag value is null, which is counted as 'none'"),

	/** An expression of an annotation failed. */
	EXPRESSION("an expression failed"),

	/** A tag value or step was not declared, in strict mode. */
	UNDECLARED("it was not declared"),

	/** A transaction held too many events. */
	TOO_MANY_PENDING("the transaction held as many events as 'observability.business.max-pending' allows"),

	/** Nobody knows whether the transaction was committed. */
	COMMIT_UNKNOWN("the outcome of the commit is not known"),

	/** Something failed that should not. */
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
