package io.github.observability.context.executor;

import io.github.observability.context.ContextKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One run of a scheduled task, from before its observation until after its error handler.
 * Spring logs a failure after the observation has stopped, so a run keeps the ids of a
 * failure in the MDC until it ends.
 */
final class ScheduledRun {

	private static final ThreadLocal<@Nullable ScheduledRun> current = new ThreadLocal<>();

	private static final ThreadLocal<@Nullable Failure> unhandled = new ThreadLocal<>();

	private final boolean scheduled;

	private @Nullable Failure failure;

	private @Nullable String traceIdBefore;

	private @Nullable String spanIdBefore;

	private ScheduledRun(boolean scheduled) {
		this.scheduled = scheduled;
	}

	/**
	 * Wrap a task so that each execution is a run.
	 * @param task the task
	 * @param scheduled whether the task was scheduled rather than executed or submitted
	 * @return the wrapped task
	 */
	static Runnable of(Runnable task, boolean scheduled) {
		return () -> {
			ScheduledRun outer = current.get();
			ScheduledRun run = new ScheduledRun(scheduled);
			current.set(run);
			try {
				task.run();
			}
			finally {
				run.end();
				if (outer != null) {
					current.set(outer);
				}
				else {
					current.remove();
				}
			}
		};
	}

	/**
	 * Return the run on this thread.
	 * @return the run or {@code null} if the scheduler did not call its decorator
	 */
	static @Nullable ScheduledRun current() {
		return current.get();
	}

	/**
	 * Remove and return the failure of the last run on this thread, if the scheduler did
	 * not call its decorator for that run.
	 * @return the failure, if any
	 */
	static @Nullable Failure takeUnhandled() {
		Failure failure = unhandled.get();
		unhandled.remove();
		return failure;
	}

	static void started() {
		unhandled.remove();
	}

	static void failed(Failure failure) {
		ScheduledRun run = current.get();
		if (run == null) {
			unhandled.set(failure);
			return;
		}
		run.keepIds();
		run.failure = failure;
		failure.putIds();
	}

	private void keepIds() {
		if (this.failure == null) {
			this.traceIdBefore = MDC.get(ContextKey.TRACE_ID.key());
			this.spanIdBefore = MDC.get(ContextKey.SPAN_ID.key());
		}
	}

	boolean isScheduled() {
		return this.scheduled;
	}

	private void end() {
		if (this.failure != null) {
			restore(ContextKey.TRACE_ID, this.traceIdBefore);
			restore(ContextKey.SPAN_ID, this.spanIdBefore);
		}
	}

	private static void restore(ContextKey key, @Nullable String before) {
		if (before != null) {
			MDC.put(key.key(), before);
		}
		else {
			MDC.remove(key.key());
		}
	}

	/**
	 * The error of a failed run and the ids of its span.
	 *
	 * @param error the error
	 * @param traceId the trace id
	 * @param spanId the span id
	 */
	record Failure(Throwable error, String traceId, String spanId) {

		void putIds() {
			MDC.put(ContextKey.TRACE_ID.key(), this.traceId);
			MDC.put(ContextKey.SPAN_ID.key(), this.spanId);
		}

		void removeIds() {
			MDC.remove(ContextKey.TRACE_ID.key());
			MDC.remove(ContextKey.SPAN_ID.key());
		}

	}

}
