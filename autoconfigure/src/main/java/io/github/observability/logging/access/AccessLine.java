package io.github.observability.logging.access;

import java.util.function.BiConsumer;

import io.github.observability.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * What an access line says.
 *
 * @param method method of the request
 * @param route route of the request
 * @param nanos duration of the request
 * @param eventOutcome outcome in the terms of the Elastic Common Schema
 * @param outcome outcome in the terms of the meters
 * @param path path of the request, {@code null} if the route says enough
 * @param status status of the response, 0 without a response
 * @param requestId id of the request, {@code null} without one
 * @param trace ids of the span
 */
record AccessLine(String method, String route, long nanos, String eventOutcome, String outcome, @Nullable String path,
		int status, @Nullable String requestId, RequestTrace trace) {

	String message() {
		StringBuilder text = new StringBuilder(64).append(this.method).append(' ');
		text.append((this.path != null) ? this.path : this.route).append(' ');
		if (this.status > 0) {
			text.append(this.status);
		}
		else {
			text.append(this.outcome);
		}
		appendMillis(text.append(" in "));
		return text.append(" ms").toString();
	}

	private void appendMillis(StringBuilder text) {
		long micros = this.nanos / 1_000;
		text.append(micros / 1_000);
		if (micros < 10_000) {
			text.append('.').append(micros / 100 % 10);
		}
	}

	void forEachAttribute(BiConsumer<String, Object> consumer) {
		consumer.accept("http.request.method", this.method);
		consumer.accept("http.route", this.route);
		consumer.accept("event.duration", this.nanos);
		consumer.accept("event.outcome", this.eventOutcome);
		consumer.accept("http.outcome", this.outcome);
		accept(consumer, "url.path", this.path);
		accept(consumer, "http.response.status_code", (this.status > 0) ? this.status : null);
		accept(consumer, ContextKey.REQUEST_ID.key(), this.requestId);
		if (this.trace.traceId() != null) {
			consumer.accept(ContextKey.TRACE_ID.key(), this.trace.traceId());
			accept(consumer, ContextKey.SPAN_ID.key(), this.trace.spanId());
			accept(consumer, "trace.sampled", this.trace.sampled());
		}
	}

	private static void accept(BiConsumer<String, Object> consumer, String key, @Nullable Object value) {
		if (value != null) {
			consumer.accept(key, value);
		}
	}

}
