package io.github.observability.console.shop;

/** Text that a careless page would run. */
public final class Markup {

	/** An image that does not exist. */
	public static final String IMAGE = "<img src=x onerror=alert(1)>";

	private Markup() {
	}

}
