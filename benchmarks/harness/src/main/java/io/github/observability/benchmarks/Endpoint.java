package io.github.observability.benchmarks;

/**
 * The kinds of requests, in the order in which they are measured.
 */
enum Endpoint {

	/** Answered at once, with one log line. */
	HELLO("/hello", "GET with a JSON response and one log line"),

	/** Answered after an outgoing call. */
	CALL("/call", "The same with one outgoing call"),

	/**
	 * Failed with a stack trace. It makes the JVM compile anew and is therefore the last.
	 */
	FAIL("/fail", "Failure with a stack trace");

	private final String path;

	private final String label;

	Endpoint(String path, String label) {
		this.path = path;
		this.label = label;
	}

	String path() {
		return this.path;
	}

	String label() {
		return this.label;
	}

}
