package io.github.observability.context.messaging;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

import io.github.observability.LogOnce;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Starts the span of a batch, a trace of its own with a link to each span that sent a
 * message of the batch: it has as many parents as the batch has messages.
 */
final class BatchSpans {

	private static final Logger logger = LoggerFactory.getLogger(BatchSpans.class);

	private static final String SCOPE = "io.github.observability";

	private final LogOnce failure = new LogOnce(logger);

	private final ObjectProvider<OpenTelemetry> openTelemetry;

	BatchSpans(ObjectProvider<OpenTelemetry> openTelemetry) {
		this.openTelemetry = openTelemetry;
	}

	/**
	 * Start the span of a batch and put it in scope.
	 * @param system the messaging system
	 * @param messages the messages
	 * @param destination returns the topic or queue of a message
	 * @param headers reads the headers of a message
	 * @param <M> the type of a message
	 * @return the span or {@code null} if there is no tracing
	 */
	<M> @Nullable BatchSpan open(String system, Iterable<? extends M> messages,
			Function<M, @Nullable String> destination, TextMapGetter<M> headers) {
		OpenTelemetry telemetry = this.openTelemetry.getIfAvailable();
		if (telemetry == null) {
			return null;
		}
		BatchSpan span = null;
		try {
			span = new BatchSpan(start(telemetry, system, messages, destination, headers));
			span.open();
			return span;
		}
		catch (RuntimeException ex) {
			this.failure.warn("A batch of {} has no span. Further failures are not logged", system, ex);
			if (span != null) {
				span.end();
			}
			return null;
		}
	}

	private static <M> Span start(OpenTelemetry telemetry, String system, Iterable<? extends M> messages,
			Function<M, @Nullable String> destination, TextMapGetter<M> headers) {
		String of = destination(messages, destination);
		SpanBuilder span = telemetry.getTracer(SCOPE)
			.spanBuilder((of != null) ? of + " process" : "process")
			.setNoParent()
			.setSpanKind(SpanKind.CONSUMER)
			.setAttribute(BatchTag.SYSTEM.text(), system)
			.setAttribute(BatchTag.OPERATION.text(), "process");
		if (of != null) {
			span.setAttribute(BatchTag.DESTINATION.text(), of);
		}
		TextMapPropagator propagator = telemetry.getPropagators().getTextMapPropagator();
		Set<Producer> producers = new HashSet<>();
		long count = 0;
		for (M message : messages) {
			count++;
			SpanContext producer = Span.fromContext(propagator.extract(Context.root(), message, headers))
				.getSpanContext();
			if (producer.isValid() && producers.add(new Producer(producer.getTraceId(), producer.getSpanId()))) {
				span.addLink(producer);
			}
		}
		return span.setAttribute(BatchTag.MESSAGES.number(), count).startSpan();
	}

	private static <M> @Nullable String destination(Iterable<? extends M> messages,
			Function<M, @Nullable String> destination) {
		String found = null;
		for (M message : messages) {
			String each = destination.apply(message);
			if (each == null || (found != null && !found.equals(each))) {
				return null;
			}
			found = each;
		}
		return found;
	}

	/**
	 * A span that sent messages.
	 *
	 * @param traceId id of its trace
	 * @param spanId its id
	 */
	private record Producer(String traceId, String spanId) {
	}

}
