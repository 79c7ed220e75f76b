package io.github.observability.sample.traffic;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Faults that can be switched on. */
public enum Fault {

	/** Quotes are slow. */
	SLOW_PRICING,

	/** Dispatch throws. */
	FAILING_DISPATCH,

	/** Most connections of the pool are in use for a while. */
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
