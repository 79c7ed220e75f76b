package io.github.observability.context.messaging;

import io.github.observability.LogOnce;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The span of a batch of messages on the thread that handles it.
 */
final class BatchSpan {

	private static final LogOnce failure = new LogOnce(LoggerFactory.getLogger(BatchSpan.class));

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
		Scope opened = this.scope;
		if (opened != null) {
			this.scope = null;
			guard(opened::close);
		}
	}

	void fail(Throwable error) {
		guard(() -> {
			this.span.recordException(error);
			this.span.setStatus(StatusCode.ERROR);
		});
	}

	void end() {
		guard(this.span::end);
	}

	/** A processor of the user's may throw, which must not fail the batch. */
	private static void guard(Runnable telemetry) {
		try {
			telemetry.run();
		}
		catch (RuntimeException ex) {
			failure.warn("The span of a batch could not be completed. Further failures are not logged", ex);
		}
	}

}
