package io.github.observability.golden;

/**
 * Tells whether a container takes the exception that reaches it for a fault of the
 * request, a parameter that it cannot decode for example, and answers with 400 instead of
 * 500. It does so when the filters have returned, which is too late to see.
 */
final class MalformedRequest {

	/** What Tomcat throws at the reader of a parameter; it knows it unwrapped only. */
	private static final String TOMCAT = "org.apache.tomcat.util.http.InvalidParameterException";

	/** What Jetty throws; it looks for it among the causes. */
	private static final String JETTY = "org.eclipse.jetty.http.BadMessageException";

	/** A chain of causes may be a ring. */
	private static final int MAX_DEPTH = 20;

	private MalformedRequest() {
	}

	static boolean isBehind(Throwable failure) {
		if (failure.getClass().getName().equals(TOMCAT)) {
			return !ClientAbort.isBehind(failure);
		}
		Throwable current = failure;
		for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
			if (current.getClass().getName().equals(JETTY)) {
				return true;
			}
			current = current.getCause();
		}
		return false;
	}

}
