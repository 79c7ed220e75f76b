package io.github.observability.testing;

/**
 * How much tests of volume send: enough to see a fault or, where the system property
 * {@code tests.full} is {@code true}, all that they can.
 */
public final class Volume {

	private static final boolean full = Boolean.getBoolean("tests.full");

	private Volume() {
	}

	public static int of(int reduced, int all) {
		return full ? all : reduced;
	}

}
