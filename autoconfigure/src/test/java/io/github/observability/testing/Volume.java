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

	/**
	 * Return whether everything is tried, not a sample: in a full run, or because a page
	 * that shows all of it is to be written.
	 * @return whether everything is tried
	 */
	public static boolean isFull() {
		return full || Boolean.getBoolean("docs.write");
	}

}
