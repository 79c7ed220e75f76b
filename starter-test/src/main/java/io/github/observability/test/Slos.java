package io.github.observability.test;

import org.assertj.core.api.AssertProvider;

/**
 * The events of the starter's service level objectives since the test began. Assertions
 * begin with {@code assertThat(slos)}.
 */
public final class Slos implements AssertProvider<SlosAssert> {

	/** The meter of the starter. */
	private static final String EVENTS = "observability.slo.events";

	private final Meters meters;

	Slos(Meters meters) {
		this.meters = meters;
	}

	/**
	 * Return how many events of an objective were good.
	 * @param slo the name of the objective
	 * @return the number
	 */
	public long good(String slo) {
		return Math.round(this.meters.increase(EVENTS, "slo", slo, "result", "good"));
	}

	/**
	 * Return how many events of an objective were bad.
	 * @param slo the name of the objective
	 * @return the number
	 */
	public long bad(String slo) {
		return Math.round(this.meters.increase(EVENTS, "slo", slo, "result", "bad"));
	}

	/**
	 * Return how many events of any objective were bad.
	 */
	long bad() {
		return Math.round(this.meters.increase(EVENTS, "result", "bad"));
	}

	Meters meters() {
		return this.meters;
	}

	String describe() {
		return this.meters.describe(EVENTS);
	}

	@Override
	public SlosAssert assertThat() {
		return new SlosAssert(this);
	}

}
