package io.github.observability.sample.traffic;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be made to go wrong. */
public enum Fault {

	/** Quotes take their time. */
	SLOW_PRICING,

	/** Dispatch throws. */
	FAILING_DISPATCH,

	/** Most connections of the pool are held, for a while. */
	SATURATED_POOL,

	/** Every other ride in Lisbon finds no driver. */
	BAD_REGION,

	/** No driver is free anywhere. */
	VANISHED_DRIVERS;

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	static Optional<Fault> of(String label) {
		return Arrays.stream(values()).filter((fault) -> fault.label().equals(label)).findFirst();
	}

}
