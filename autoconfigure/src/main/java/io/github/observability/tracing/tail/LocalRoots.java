package io.github.observability.tracing.tail;

import io.opentelemetry.api.trace.SpanContext;

/**
 * Recognizes local roots: the spans without a parent in this application.
 */
final class LocalRoots {

	private LocalRoots() {
	}

	static boolean isRoot(SpanContext parent) {
		return !parent.isValid() || parent.isRemote();
	}

}
