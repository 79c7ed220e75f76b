package io.github.observability.benchmarks;

/**
 * The kinds of requests, in the order in which they are measured.
 */
enum Endpoint {

	/** Answered at once, with one log line. */
	HELLO("/hello", "GET with a JSON response and one log line", 8),

	/** So many at once that requests wait for one another. */
	MANY("/hello", "The same with 64 connections", 64),

	/** Answered after an outgoing call. */
	CALL("/call", "The same with one outgoing call and 8 connections", 8),

	/**
	 * Failed with a stack trace. It makes the JVM compile anew and is therefore the last.
	 */
	FAIL("/fail", "Failure with a stack trace", 8);

	private final String path;

	private final String label;

	private final int connections;

	Endpoint(String path, String label, int connections) {
		this.path = path;
		this.label = label;
		this.connections = connections;
	}

	String path() {
		return this.path;
	}

	String label() {
		return this.label;
	}

	/** Connections that are kept open and used at the same time. */
	int connections() {
		return this.connections;
	}

}
