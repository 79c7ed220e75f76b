package io.github.observability.context.messaging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The span of a batch of messages on the thread that handles it.
 */
final class BatchSpan {

	private final Span span;

	private @Nullable Scope scope;

	BatchSpan(Span span) {
		this.span = span;
	}

	/**
	 * Let log lines and what is called from now on belong to the span.
	 */
	void open() {
		if (this.scope == null) {
			this.scope = this.span.makeCurrent();
		}
	}

	void close() {
		if (this.scope != null) {
			this.scope.close();
			this.scope = null;
		}
	}

	void fail(Throwable error) {
		this.span.recordException(error);
		this.span.setStatus(StatusCode.ERROR);
	}

	void end() {
		this.span.end();
	}

}
