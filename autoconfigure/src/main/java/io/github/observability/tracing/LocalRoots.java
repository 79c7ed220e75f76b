package io.github.observability.tracing;

import io.opentelemetry.api.trace.SpanContext;

/**
 * Tells spans with which the part of a trace begins that is in this application.
 */
final class LocalRoots {

	private LocalRoots() {
	}

	static boolean isRoot(SpanContext parent) {
		return !parent.isValid() || parent.isRemote();
	}

}
