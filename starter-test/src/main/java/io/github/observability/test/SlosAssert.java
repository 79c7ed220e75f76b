package io.github.observability.test;

import java.util.function.LongSupplier;

import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on service level objectives.
 */
public final class SlosAssert extends AbstractAssert<SlosAssert, Slos> {

	SlosAssert(Slos actual) {
		super(actual, SlosAssert.class);
	}

	/**
	 * Verify how many events of an objective were good.
	 * @param count the number
	 * @param slo the name of the objective
	 * @return this
	 */
	public SlosAssert hasGood(long count, String slo) {
		return has(count, "good", slo, () -> this.actual.good(slo));
	}

	/**
	 * Verify how many events of an objective were bad.
	 * @param count the number
	 * @param slo the name of the objective
	 * @return this
	 */
	public SlosAssert hasBad(long count, String slo) {
		return has(count, "bad", slo, () -> this.actual.bad(slo));
	}

	/**
	 * Verify that no event of any objective was bad.
	 * @return this
	 */
	public SlosAssert hasNoBad() {
		if (this.actual.bad() > 0) {
			failWithMessage("%s", "Expected no bad event but there are\n" + this.actual.describe());
		}
		return this;
	}

	private SlosAssert has(long expected, String result, String slo, LongSupplier count) {
		this.actual.meters().await(() -> count.getAsLong() >= expected);
		if (count.getAsLong() != expected) {
			failWithMessage("%s", "Expected " + expected + " " + result + " events of '" + slo + "' but there are "
					+ count.getAsLong() + ":\n" + this.actual.describe());
		}
		return this;
	}

}
